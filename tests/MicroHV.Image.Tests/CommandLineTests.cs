// The command as a shell sees it.
using System.Diagnostics;

namespace MicroHV.Image.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("tset")]
    [InlineData("test", "--nonsense")]
    [InlineData("test", "--project", "no such project")]
    public void Wrong_usage_ends_with_2(params string[] arguments) => Assert.Equal(2, Run(arguments).ExitCode);

    [Fact]
    public void Wrong_usage_names_the_help_of_the_verb() =>
        Assert.Contains("microhv test --help", Run("test", "--nonsense").Errors, StringComparison.Ordinal);

    [Fact]
    public void Every_verb_has_help()
    {
        string[] lines = Run("--help").Output.Split('\n');
        string[] verbs =
        [
            .. lines.SkipWhile(line => !line.StartsWith("Commands:", StringComparison.Ordinal))
                .Skip(1)
                .Where(line => line.Length > 0)
                .Select(line => line.TrimStart().Split(' ')[0]),
        ];

        Assert.Contains("test", verbs);
        Assert.All(verbs, verb => Assert.Equal(0, Run(verb, "--help").ExitCode));
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("completion bash")]
    [InlineData("doctor --json")]
    [InlineData("fuzz --target walk --cases 0")]
    public void Of_a_full_disk_a_verb_says_that_it_is_full(string verb)
    {
        (int exitCode, _, string errors) = Start("sh", "-c", $"exec dotnet '{Command}' {verb} >/dev/full");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("microhv: No space left on device", errors, StringComparison.Ordinal);
    }

    private static string Command => Path.Combine(AppContext.BaseDirectory, "microhv.dll");

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Start("dotnet", [Command, .. arguments]);

    private static (int ExitCode, string Output, string Errors) Start(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors);
    }
}
