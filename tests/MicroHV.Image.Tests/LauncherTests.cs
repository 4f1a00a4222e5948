// The launcher where a shell asks it what may be typed next.
using System.Diagnostics;

namespace MicroHV.Image.Tests;

public sealed class LauncherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    public LauncherTests() => File.Copy(Path.Combine(Repository.Root, "microhv"), Path.Combine(_folder, "microhv"));

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Where_nothing_is_built_it_answers_nothing_and_builds_nothing()
    {
        Assert.Equal((0, "", ""), Suggest());
        Assert.Equal(["microhv"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_built_answers_though_the_sources_have_changed()
    {
        string tool = Path.Combine(_folder, "out", "tool");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(tool)!);
        _ = Directory.CreateSymbolicLink(tool, AppContext.BaseDirectory);
        (int exitCode, string output, string errors) = Suggest();
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.StartsWith("run\t", output, StringComparison.Ordinal);
        Assert.Equal(["tool"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(tool)!).Select(Path.GetFileName));
    }

    private (int ExitCode, string Output, string Errors) Suggest()
    {
        ProcessStartInfo start = new(Path.Combine(_folder, "microhv"), ["[suggest:10]", "microhv ru"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
