// An error of a partition, in facts.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A dump.</summary>
/// <param name="Code">Name of the error.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Exit">Name of the kind of exit.</param>
/// <param name="Rule">The rule that the entry broke, or null if it is not that the entry failed.</param>
/// <param name="Frame">Major frame in which it happened.</param>
/// <param name="Address">Guest-physical address or port, as "0x…".</param>
/// <param name="Rip">RIP, as "0x…".</param>
/// <param name="Source">Where that is in the sources, the innermost function first; empty if that is not known.</param>
/// <param name="InstructionBytes">Bytes at RIP, as hexadecimal digits.</param>
/// <param name="Instruction">The instruction, or null if no byte could be read.</param>
/// <param name="Record">Every other field of the record, by name.</param>
public sealed record PartitionErrorReport(
    string Code,
    string Sentence,
    string Exit,
    EntryRule? Rule,
    ulong Frame,
    string Address,
    string Rip,
    IReadOnlyList<SourcePlace> Source,
    string InstructionBytes,
    string? Instruction,
    IReadOnlyDictionary<string, object> Record)
{
    /// <summary>The facts of a dump.</summary>
    /// <param name="fault">The dump and what belongs to it.</param>
    /// <param name="sources">Line numbers.</param>
    public static PartitionErrorReport Of(PartitionFault fault, SystemSources sources)
    {
        PartitionErrorRecord record = fault.Record;
        byte[] bytes = InstructionText.Bytes(record);
        return new PartitionErrorReport(
            record.Error.ToString(),
            ErrorWords.Sentence(fault),
            ErrorWords.ExitName(record),
            fault.Rule,
            record.Frame,
            $"0x{record.Address:x}",
            $"0x{record.State.Rip:x}",
            sources.Of(record),
            Convert.ToHexStringLower(bytes),
            InstructionText.Disassemble(record),
            RecordFields.Of(record));
    }
}
