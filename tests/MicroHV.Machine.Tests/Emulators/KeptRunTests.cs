// What a run leaves, and what it says when there is no room for its files.
using System.Diagnostics;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class KeptRunTests : IDisposable
{
    private static readonly string _said = Records.Boot + "0> \\1b[2J\n" + Records.End(0);

    private readonly RecordingMachine _machine = new($"echo noise; printf '%s' '{_said}' > /dev/fd/3");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_machine.FolderPath))
        {
            Directory.Delete(_machine.FolderPath, true);
        }
    }

    [Fact]
    public async Task The_serial_line_is_kept_byte_for_byte_and_told_in_words()
    {
        string folder = await KeepAsync();
        Assert.Equal(_said, await File.ReadAllTextAsync(Path.Combine(folder, KeptRun.ConsoleName), Cancellation));
        KeptRun.WriteTranscript(folder, ["safety"], SystemSources.None, HealthContext.None);
        string[] transcript = await File.ReadAllLinesAsync(Path.Combine(folder, KeptRun.TranscriptName), Cancellation);
        Assert.Equal(["safety | \\1b[2J", "safety * ended with exit code 0 in frame 0"], transcript[1..]);
    }

    [Fact]
    public async Task The_script_starts_the_machine_again_with_its_serial_line_on_standard_output()
    {
        string folder = await KeepAsync();
        ProcessStartInfo start = new(Path.Combine(folder, KeptRun.ScriptName)) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Assert.Equal(_said, await process.StandardOutput.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task A_disk_that_is_full_is_told_with_a_way_out_and_nothing_is_left()
    {
        // What is written to this device never finds room.
        RecordingMachine machine = new("true") { Preparation = () => File.WriteAllText("/dev/full", "image") };
        IOException refusal = await Assert.ThrowsAsync<IOException>(() => RunAsync(machine, RecordingMachine.Settings));
        Assert.Contains("there is no room for the files of the run in", refusal.Message);
        Assert.Contains("TMPDIR", refusal.Message);
        Assert.False(Directory.Exists(machine.FolderPath));
    }

    private static Task<RunResult> RunAsync(RecordingMachine machine, RunSettings settings) =>
        MachineRun.RunAsync(machine, RecordingMachine.Image, ["safety"], settings, _ => { }, Cancellation);

    private async Task<string> KeepAsync() =>
        (await RunAsync(_machine, RecordingMachine.Settings with { KeepFolder = true })).FolderPath!;
}
