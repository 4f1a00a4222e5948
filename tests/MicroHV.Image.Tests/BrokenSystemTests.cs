// What a shell sees of broken systems: the message, its place, and exit code 1.
using MicroHV.Partitions.Tests;
using MicroHV.Partitions.Tests.Cases;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Tests;

/// <summary>Runs the command in this process, which has one standard output and one folder: beside no other test.</summary>
[CollectionDefinition(nameof(BrokenSystemTests), DisableParallelization = true)]
[Collection(nameof(BrokenSystemTests))]
public sealed class BrokenSystemTests
{
    [Fact]
    public void Check_says_what_is_wrong_with_each_broken_system_and_ends_with_1()
    {
        RuleCase[] broken = [.. RuleCases.All.Where(rule => IsBroken(rule.Broken))];
        Assert.InRange(broken.Length, 60, int.MaxValue);
        Assert.All(broken, rule =>
        {
            using GoodSystem good = new();
            rule.Broken.WriteTo(good.Folder);
            (int exitCode, string[] lines) = Check(good.Folder);
            string total = rule.Says.Length == 1 ? "1 error" : $"{rule.Says.Length} errors";
            Assert.Equal([.. rule.Says.Select(line => OnRealKernel(line, lines)), total], lines);
            Assert.Equal(1, exitCode);
        });
    }

    private static bool IsBroken(Change change)
    {
        using GoodSystem good = new();
        change.WriteTo(good.Folder);
        return good.LoadText(change.Text()).CountOf(Severity.Error) != 0;
    }

    private static (int ExitCode, string[] Lines) Check(string folder)
    {
        (string before, TextWriter output, TextWriter errors) = (Environment.CurrentDirectory, Console.Out, Console.Error);
        using StringWriter said = new();
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(said);
            Console.SetError(said);
            int exitCode = CommandLine.Create().Parse(["check", "."]).Invoke();
            return (exitCode, said.ToString().TrimEnd('\n').Split('\n'));
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    // The good system is planned for a kernel of another size.
    private static string OnRealKernel(string expected, string[] lines)
    {
        int size = expected.IndexOf(" reaches the kernel's own memory", StringComparison.Ordinal);
        return size < 0 ? expected : lines.First(line => line.StartsWith(expected[..size], StringComparison.Ordinal));
    }
}
