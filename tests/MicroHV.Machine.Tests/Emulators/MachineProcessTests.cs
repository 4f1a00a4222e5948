// No emulator outlives a run.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class MachineProcessTests
{
    [Fact]
    public async Task The_console_is_file_descriptor_3()
    {
        using RunFolder folder = new();
        await using MachineProcess process =
            await MachineProcess.StartAsync(Shell(folder, "echo said; echo console > /dev/fd/3"));
        using StreamReader reader = new(process.Console);
        Assert.Equal("console\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await process.Exited);
        Assert.Equal(
            "said\n", await File.ReadAllTextAsync(folder.PathOf("log"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_disposed_process_is_gone()
    {
        using RunFolder folder = new();
        int id;
        await using (MachineProcess process = await MachineProcess.StartAsync(Shell(folder, "exec sleep 1000")))
        {
            id = process.Id;
            Assert.True(Directory.Exists($"/proc/{id}"));
        }

        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task A_cancelled_run_leaves_neither_process_nor_folder()
    {
        using CancellationTokenSource cancellation = new();
        RecordingMachine machine = new("echo $$ > /dev/fd/3; exec sleep 1000");
        RunResult result = await MachineRun.RunAsync(
            machine, RecordingMachine.Image, ["safety"], RecordingMachine.Settings, _ => cancellation.Cancel(),
            cancellation.Token);
        Assert.Equal(RunEnding.Cancelled, result.Ending);
        Assert.False(Directory.Exists($"/proc/{Assert.Single(result.Transcript.FirmwareLines)}"));
        Assert.False(Directory.Exists(machine.FolderPath));
    }

    [Fact]
    public async Task A_machine_that_says_nothing_is_given_up_when_its_guard_expires()
    {
        RunSettings settings = RecordingMachine.Settings with { Guard = TimeSpan.Zero };
        RunResult result = await MachineRun.RunAsync(
            new RecordingMachine(
                "exec sleep 1000"), RecordingMachine.Image, ["safety"], settings, _ => { }, CancellationToken.None);
        Assert.Equal(RunEnding.GuardExpired, result.Ending);
    }

    [Fact]
    public async Task A_machine_that_dies_leaves_its_last_words()
    {
        RunResult result = await MachineRun.RunAsync(
            new RecordingMachine("echo broken >&2; exit 1"),
            RecordingMachine.Image, ["safety"], RecordingMachine.Settings, _ => { }, CancellationToken.None);
        Assert.Equal(RunEnding.MachineDied, result.Ending);
        Assert.Equal(["broken"], result.MachineLog);
    }

    [Fact]
    public async Task A_kernel_that_stops_ends_the_machine()
    {
        string console = Records.Boot + Records.Stop(MicroHV.Kernel.Abi.StopReason.AllPartitionsIdle);
        RunResult result = await MachineRun.RunAsync(
            new RecordingMachine($"printf '{console}' > /dev/fd/3; exec sleep 1000"),
            RecordingMachine.Image, [], RecordingMachine.Settings, _ => { }, CancellationToken.None);
        Assert.Equal(RunEnding.KernelStopped, result.Ending);
    }

    [Fact]
    public async Task A_folder_that_is_to_be_kept_stays()
    {
        RunSettings settings = RecordingMachine.Settings with { KeepFolder = true };
        RunResult result = await MachineRun.RunAsync(
            new RecordingMachine("exit 0"), RecordingMachine.Image, [], settings, _ => { }, CancellationToken.None);
        Assert.True(Directory.Exists(result.FolderPath));
        Directory.Delete(result.FolderPath, recursive: true);
    }

    private static MachineCommand Shell(RunFolder folder, string script) =>
        new("/bin/sh", ["-c", script], folder.PathOf("log"));
}
