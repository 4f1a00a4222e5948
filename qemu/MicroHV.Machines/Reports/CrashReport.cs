// A crash of the life before, in facts.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>What a crash record says.</summary>
/// <param name="Name">What happened: a <see cref="StopReason"/>, or the <see cref="HealthEvent"/> of a partition.</param>
/// <param name="Partition">The partition whose error it is; null if the kernel stopped.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Advice">What to look at first.</param>
/// <param name="When">When it happened, in the time of the life before.</param>
/// <param name="LastEvent">The last health event before it, or null.</param>
/// <param name="Rule">The rule that a refused entry broke, or null.</param>
/// <param name="Backtrace">Addresses in the kernel, the innermost first, as "0x…".</param>
/// <param name="Source">Their places, one list for each; empty lists if the kernel that crashed was another one.</param>
/// <param name="Record">Every field by name.</param>
public sealed record CrashReport(
    string Name,
    string? Partition,
    string Sentence,
    string Advice,
    string When,
    string? LastEvent,
    EntryRule? Rule,
    IReadOnlyList<string> Backtrace,
    IReadOnlyList<IReadOnlyList<SourcePlace>> Source,
    IReadOnlyDictionary<string, object> Record)
{
    /// <summary>The facts of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    /// <param name="sources">Line numbers.</param>
    public static CrashReport Of(CrashRecord record, IReadOnlyList<string> names, SystemSources sources) => new(
        CrashWords.Name(record),
        record.Kind == CrashKind.PartitionError && record.LastEvent.PartitionIndex < names.Count
            ? names[(int)record.LastEvent.PartitionIndex]
            : null,
        CrashWords.Sentence(record),
        CrashWords.Advice(record),
        CrashWords.When(record),
        CrashWords.LastEvent(record, names),
        CrashWords.Rule(record),
        [.. SystemSources.AddressesOf(record).Select(address => $"0x{address:x}")],
        sources.Of(record),
        RecordFields.Of(record));
}
