// One boot of the system with the fuzzing guest.
using System.Collections.Concurrent;
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Lanes;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Fuzzing;

/// <summary>Runs tests/fuzz with a seed, and holds its other partitions against a run in which nobody fuzzes.</summary>
internal static class FuzzRun
{
    private const string System = "tests/fuzz";
    private const string Fuzzer = "fuzzer";
    private const string WrittenArguments = "seed=1 exits=20000 wild=0 breakpoints=0";

    // The witness and the scribe take 40 frames; a fuzzer that hangs in a case takes the rest.
    private const ulong Frames = 90;

    private static readonly string[] _others = ["witness", "scribe"];

    private static readonly ConcurrentDictionary<string, Lazy<Task<RunReport>>> _quiet = new();

    /// <summary>Runs one seed and returns what the guest tells, or null if a case ended the partition before that.</summary>
    /// <param name="lane">Where.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="exits">How many exits are asked for before cases may end the partition.</param>
    public static async Task<FuzzReport?> RunAsync(Lane lane, ulong seed, ulong exits)
    {
        string arguments = $"seed={seed} exits={exits} wild={WildnessOn(lane)} breakpoints={(Differs(lane, "many-breakpoints") ? 0 : 1)}";
        RunReport report = await BootAsync(lane, arguments);
        RunReport quiet = await _quiet.GetOrAdd(
            lane.Name, _ => new(() => BootAsync(lane, "seed=0 exits=0 wild=0"))).Value;
        string repeat = $"Put arguments = \"{arguments}\" into {System}/system.toml and run ./microhv run {System} {Options(lane)} --frames {Frames}";
        Assert.True(report.Kernel.Stop is nameof(StopReason.AllPartitionsIdle) or nameof(StopReason.FrameLimitReached), $"{report.Kernel.StopSentence ?? string.Join('\n', [.. report.Reasons, .. report.MachineLog])} {repeat}");
        Assert.True(report.GarbledLines.Count == 0, $"The console is garbled. {repeat}");
        foreach (string name in _others)
        {
            AssertUndisturbed(Named(report, name), Named(quiet, name), repeat);
        }

        return FuzzReport.Find(Named(report, Fuzzer).Console);
    }

    private static void AssertUndisturbed(PartitionReport found, PartitionReport quiet, string repeat)
    {
        Assert.True(quiet is { ExitCode: 0, Errors.Count: 0, LostBytes: 0 }, $"{quiet.Name} fails by itself: {quiet.Console}");
        bool isSame = found is { ExitCode: 0, Errors.Count: 0, LostBytes: 0 } && found.Console == quiet.Console;
        Assert.True(isSame, $"{found.Name} was disturbed. {repeat}\n{found.Console}");
    }

    private static Task<RunReport> BootAsync(Lane lane, string arguments) => SystemRuns.ReportEditedAsync(
        lane,
        System,
        text => text.Contains(WrittenArguments, StringComparison.Ordinal)
            ? text.Replace(WrittenArguments, arguments, StringComparison.Ordinal)
            : throw new InvalidDataException($"The arguments in {System} are not '{WrittenArguments}'."),
        Frames);

    private static PartitionReport Named(RunReport report, string name) =>
        report.Partitions.Single(partition => partition.Name == name);

    // Where interrupts off keep a window from ending, every instruction of a case is stepped and exits.
    private static int WildnessOn(Lane lane) => Differs(lane, "window-end-with-interrupts-off") ? 1 : 2;

    private static bool Differs(Lane lane, string behaviour) =>
        DifferenceTable.Read().Any(item => item.Lane == lane.Name && item.Behaviour == behaviour);

    private static string Options(Lane lane) =>
        lane == Lane.QemuSvm ? "--machine qemu" : $"--machine bochs --vendor {(lane == Lane.BochsVtx ? "intel" : "amd")}";
}
