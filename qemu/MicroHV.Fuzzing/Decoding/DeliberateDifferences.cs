// The one table of instructions to which our decoder gives another length than Intel's processors do.
using Iced.Intel;
using MicroHV.Kernel.Vcpu.Decoding;
using CodeSize = MicroHV.Kernel.Vcpu.Decoding.CodeSize;
using IcedInstruction = Iced.Intel.Instruction;
using Instruction = MicroHV.Kernel.Vcpu.Decoding.Instruction;

namespace MicroHV.Fuzzing.Decoding;

/// <summary>
/// The kernel decodes lengths only where the processor does not report them, which is on AMD. Where AMD's processors
/// and Intel's read the same bytes differently, it reads as AMD's do. From Iced reading as AMD's do it differs nowhere.
/// </summary>
internal static class DeliberateDifferences
{
    /// <summary>
    /// A difference: what it is, and whether an instruction, as Iced reads it for Intel and as we read it, shows it.
    /// </summary>
    internal sealed record Difference(string What, Func<IcedInstruction, Instruction, bool> Shows);

    public static IReadOnlyList<Difference> Table { get; } =
    [
        new(
            "In 64-bit code, a 66 prefix makes a near branch's displacement 16 bits wide on AMD; Intel ignores it.",
            (theirs, ours) => ours.CodeSize == CodeSize.Bits64
                && ours.OperandSizeBytes == 2
                && ours.Length == theirs.Length - 2
                && theirs.FlowControl
                    is FlowControl.Call or FlowControl.UnconditionalBranch or FlowControl.ConditionalBranch),
        new(
            "UD0 has no ModRM byte on AMD; on Intel it has.",
            (theirs, ours) => theirs.Mnemonic == Mnemonic.Ud0 && ours.Map == OpcodeMap.Map0F && !ours.HasModRm),
    ];

    public static bool Lists(in IcedInstruction theirs, in Instruction ours)
    {
        foreach (Difference difference in Table)
        {
            if (difference.Shows(theirs, ours))
            {
                return true;
            }
        }

        return false;
    }
}
