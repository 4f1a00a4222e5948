// The health of a run, in facts.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The health log.</summary>
/// <param name="Records">Its records, in the order in which they came.</param>
/// <param name="Lost">How many are missing, by their numbers.</param>
/// <param name="Faults">What cannot be if the log tells the truth; empty if it does.</param>
public sealed record HealthReport(IReadOnlyList<HealthRecordReport> Records, ulong Lost, IReadOnlyList<string> Faults)
{
    /// <summary>The facts of a log.</summary>
    /// <param name="transcript">The transcript of the run.</param>
    /// <param name="context">What the plan says.</param>
    /// <param name="sources">Line numbers.</param>
    public static HealthReport Of(Transcript transcript, HealthContext context, SystemSources sources) => new(
        [.. transcript.Health.Records.Select(record => HealthRecordReport.Of(record, transcript, context, sources))],
        transcript.Health.LostCount,
        transcript.Health.Faults);
}

/// <summary>A record of the health log.</summary>
/// <param name="Partition">Name of the partition; null for the module.</param>
/// <param name="Sequence">Its number in the log of the partition, or of the module, from 1.</param>
/// <param name="TimeNanoseconds">Module time.</param>
/// <param name="Event">Name of the event.</param>
/// <param name="Action">Name of the action.</param>
/// <param name="Sentence">What was done, for people.</param>
/// <param name="RestartCount">How often the partition was started again, this time included.</param>
/// <param name="Code">The guest's own number of an event that it raised.</param>
/// <param name="Message">The guest's own words for it, safe to print.</param>
/// <param name="Source">Where the guest was, the innermost function first; empty if that is not known.</param>
/// <param name="Record">Every field of the record, by name.</param>
public sealed record HealthRecordReport(
    string? Partition,
    ulong Sequence,
    ulong TimeNanoseconds,
    string Event,
    string Action,
    string Sentence,
    uint RestartCount,
    uint Code,
    string Message,
    IReadOnlyList<SourcePlace> Source,
    IReadOnlyDictionary<string, object> Record)
{
    internal static HealthRecordReport Of(
        in HealthRecord record, Transcript transcript, HealthContext context, SystemSources sources) => new(
        record.PartitionIndex == HealthRecord.Module ? null : transcript.Partitions[(int)record.PartitionIndex].Name,
        record.Sequence,
        record.TimeNanoseconds,
        record.Event.ToString(),
        ((HealthAction)record.Action).ToString(),
        HealthSentences.Deed(record, context),
        record.RestartCount,
        record.Code,
        HealthSentences.Message(record),
        sources.Of(record),
        RecordFields.Of(record));
}
