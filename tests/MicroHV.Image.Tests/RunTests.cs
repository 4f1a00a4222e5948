// `microhv run`, as a person and as a script sees it.
using System.Diagnostics;

namespace MicroHV.Image.Tests;

[Trait("Category", "Machine")]
public sealed class RunTests
{
    private const string Crime = "partitions/crime";

    [Fact]
    public void An_attached_console_is_alone_on_standard_output_and_all_else_stands_on_standard_error()
    {
        (int exitCode, string output, string errors) = Run(Crime, "--console", "general");
        Assert.Equal(0, exitCode);
        Assert.Equal("going to write at 0x1000000, which is not mine\n", output);
        Assert.Contains("MemoryViolation", errors);
        Assert.Contains("pass crime on ", errors);
        Assert.DoesNotContain("motor control", errors);
    }

    [Fact]
    public void The_console_of_nobody_is_wrong_usage_and_the_nearest_name_is_told()
    {
        (int exitCode, string output, string errors) = Run(Crime, "--console", "generl");
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("there is no partition 'generl'; did you mean 'general'?", errors);
    }

    private static (int ExitCode, string Output, string Errors) Run(string system, params string[] options)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "microhv.dll");
        string[] arguments = [command, "run", Path.Combine(Repository.Root, system), "--machine", "qemu", .. options];
        ProcessStartInfo start = new("dotnet", arguments)
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
