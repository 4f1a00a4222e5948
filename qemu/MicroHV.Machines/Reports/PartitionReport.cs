// One partition of a run, in facts.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>What became of a partition.</summary>
/// <param name="Name">Its name in the system description.</param>
/// <param name="Mode">Its mode at the end, or null if the kernel did not boot.</param>
/// <param name="ExitCode">What it reported, or null if it did not.</param>
/// <param name="Errors">Its errors, in order.</param>
/// <param name="Events">What happened to it, each event once.</param>
/// <param name="RestartCount">How often it was started again, as far as it was told.</param>
/// <param name="Console">What it wrote, safe to print: escaped as on a terminal, line feeds as they are.</param>
/// <param name="LostBytes">Bytes of its console that were refused.</param>
public sealed record PartitionReport(
    string Name,
    string? Mode,
    ulong? ExitCode,
    IReadOnlyList<PartitionErrorReport> Errors,
    IReadOnlyList<string> Events,
    uint RestartCount,
    string Console,
    ulong LostBytes)
{
    /// <summary>The facts of a partition.</summary>
    /// <param name="partition">What the run told of it.</param>
    /// <param name="isBooted">True if the kernel booted.</param>
    /// <param name="sources">Line numbers.</param>
    public static PartitionReport Of(PartitionTranscript partition, bool isBooted, SystemSources sources) => new(
        partition.Name,
        isBooted ? partition.Mode.ToString() : null,
        partition.EndRecord?.ExitCode,
        [.. partition.Errors.Select(fault => PartitionErrorReport.Of(fault, sources))],
        [.. partition.Events.Order().Select(healthEvent => healthEvent.ToString())],
        partition.RestartCount,
        partition.ConsoleText,
        partition.LostBytes);
}
