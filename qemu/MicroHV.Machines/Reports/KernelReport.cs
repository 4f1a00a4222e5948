// The kernel of a run, in facts.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>What the kernel told of itself.</summary>
/// <param name="Version">"major.minor.patch", or null if it did not boot.</param>
/// <param name="Stop">Name of the reason for which it stopped, or null if it did not say.</param>
/// <param name="StopSentence">The same for people.</param>
/// <param name="StopRule">The rule that the kernel itself broke, if it stopped because an entry failed; else null.</param>
/// <param name="StopSource">Where it was in its sources if it stopped by an exception, the innermost function first.</param>
/// <param name="StopRecord">Every field of the stop record by name, or null.</param>
/// <param name="Boot">Every field of the boot record by name, or null.</param>
public sealed record KernelReport(
    string? Version,
    string? Stop,
    string? StopSentence,
    EntryRule? StopRule,
    IReadOnlyList<SourcePlace> StopSource,
    IReadOnlyDictionary<string, object>? StopRecord,
    IReadOnlyDictionary<string, object>? Boot)
{
    /// <summary>How often the machine was reset.</summary>
    public int Resets { get; init; }

    /// <summary>The crash records that the last boot found.</summary>
    public IReadOnlyList<CrashReport> Crashes { get; init; } = [];

    /// <summary>The facts of a transcript.</summary>
    /// <param name="transcript">The transcript.</param>
    /// <param name="sources">Line numbers.</param>
    public static KernelReport Of(Transcript transcript, SystemSources sources) => new(
        transcript.Boot is { } boot ? VersionText(boot.KernelVersion) : null,
        transcript.Stop?.Reason.ToString(),
        transcript.Stop is { } stop ? StopWords.Sentence(stop, transcript.StopRule) : null,
        transcript.StopRule,
        transcript.Stop is { } place ? sources.Of(place) : [],
        transcript.Stop is { } record ? RecordFields.Of(record) : null,
        transcript.Boot is { } told ? RecordFields.Of(told) : null)
    {
        Resets = transcript.ResetCount,
        Crashes =
        [
            .. transcript.Crashes.Select(
                crash => CrashReport.Of(crash, [.. transcript.Partitions.Select(partition => partition.Name)], sources)),
        ],
    };

    /// <summary>A kernel version as text.</summary>
    /// <param name="version">Major in bits 31:16, minor in 15:8, patch in 7:0.</param>
    public static string VersionText(uint version) => $"{version >> 16}.{(version >> 8) & 0xFF}.{version & 0xFF}";
}
