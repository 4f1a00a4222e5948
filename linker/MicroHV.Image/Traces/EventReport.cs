// A trace as JSON.
using MicroHV.Machines;

namespace MicroHV.Image.Traces;

/// <summary>Records in words and numbers.</summary>
/// <param name="Description">What was traced.</param>
/// <param name="IsWhole">False if the file was cut short.</param>
/// <param name="Events">The records, by time.</param>
/// <param name="Losses">Where records are missing.</param>
internal sealed record EventReport(
    TraceDescription Description, bool IsWhole, IReadOnlyList<EventFacts> Events, IReadOnlyList<TraceLoss> Losses)
{
    /// <summary>The report of <paramref name="trace"/>.</summary>
    public static EventReport Of(Trace trace)
    {
        TraceDescription description = trace.Description;
        return new EventReport(
            description,
            trace.IsWhole,
            [
                .. trace.Events.Select(item => new EventFacts(
                    description.NanosecondsAt(item.Tsc),
                    item.Tsc,
                    item.Cpu,
                    item.Sequence,
                    TraceWords.WordOf(item.Kind),
                    description.PartitionOf(item.Record) is int partition ? description.Partitions[partition] : null,
                    item.Record.Subject,
                    item.Record.Detail,
                    item.Record.Value,
                    TraceWords.DetailOf(item.Record, description))),
            ],
            trace.Losses);
    }
}

/// <summary>One record.</summary>
/// <param name="Nanoseconds">Module time.</param>
/// <param name="Tsc">The same as the processor counts it.</param>
/// <param name="Cpu">Index of the CPU.</param>
/// <param name="Sequence">How many records that CPU wrote before.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Partition">Whom it is about; null if nobody.</param>
/// <param name="Subject">The same as an index, as the kind says.</param>
/// <param name="Detail">What exactly, as the kind says.</param>
/// <param name="Value">A number that belongs to it, as the kind says.</param>
/// <param name="Words">What else it says.</param>
internal sealed record EventFacts(
    long Nanoseconds,
    ulong Tsc,
    int Cpu,
    ulong Sequence,
    string Kind,
    string? Partition,
    ushort Subject,
    byte Detail,
    uint Value,
    string Words);
