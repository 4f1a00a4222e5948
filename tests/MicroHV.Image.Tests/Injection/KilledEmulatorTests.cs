// Emulators that somebody kills in the middle of a campaign.
using System.Diagnostics;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

[Trait("Category", "Machine")]
public sealed class KilledEmulatorTests : IDisposable
{
    private const string Campaign = """
        system = "neighbours"
        lanes = ["qemu-svm"]
        runs = 4
        frames = 2

        [expect]
        experiment-errors = 0

        [[fault]]
        location = "memory"
        kinds = ["bit-flip"]
        triggers = ["entry"]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("killed-emulator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The store is there when emulators have been asked what they can do, and runs begin.
    [Fact]
    [Trait("Category", "Slow")]
    public void A_run_whose_QEMU_was_killed_is_not_kept_and_the_next_command_makes_it()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder, "neighbours"), Path.Combine(Repository.Root, "qemu/campaigns/neighbours"));
        File.WriteAllText(Path.Combine(_folder, "small.toml"), Campaign);
        string command = Path.Combine(AppContext.BaseDirectory, "microhv.dll");
        (int exitCode, string output) = Bash(
            $$"""
            dotnet {{command}} inject small.toml --store parts.db 2>&1 &
            until [ -n "$victim" ] || ! kill -0 $!; do [ ! -s parts.db ] || victim=$(pgrep -P $! -f qemu-system | head -1); done
            kill -KILL $victim
            wait $!
            """);
        Assert.True(exitCode == 1, output);
        Assert.Contains("somebody ended an emulator by signal 9", output, StringComparison.Ordinal);
        AssertSucceeds("--store parts.db --json parts.json");
        AssertSucceeds("--store whole.db --json whole.json");
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "whole.json")), File.ReadAllText(Path.Combine(_folder, "parts.json")));

        void AssertSucceeds(string arguments)
        {
            (int exitCode, string output) = Bash($"dotnet {command} inject small.toml {arguments} 2>&1");
            Assert.True(exitCode == 0, output);
        }
    }

    private (int ExitCode, string Output) Bash(string command)
    {
        ProcessStartInfo start = new("bash", ["-c", command]) { RedirectStandardOutput = true, WorkingDirectory = _folder };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
