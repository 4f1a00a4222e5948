// Refuses code that changes XMM registers on a path that does not save them.
using Iced.Intel;
using MicroHV.Gates.Elf;

namespace MicroHV.Gates.Gates;

/// <summary>
/// Follows every call and jump from the entries that do not save XMM registers. On the way, no instruction may touch a
/// vector or x87 register, and no call may go where this gate cannot follow.
/// </summary>
public static class XmmGate
{
    private const string SaveOrAvoid =
        "save XMM in the entry, or avoid it: copy and clear structs of 16 bytes and more field by field, no large locals";

    /// <summary>What is reachable in <paramref name="image"/> from <paramref name="roots"/> and must not be.</summary>
    public static IEnumerable<Finding> Check(ElfFile image, IReadOnlyList<string> roots)
    {
        foreach (string root in roots)
        {
            if (image.Symbol(root) is not { IsUndefined: false } symbol)
            {
                yield return new Finding("xmm", $"there is no symbol '{root}'", "correct linker/xmm-free-roots.txt");
                continue;
            }

            foreach (Finding finding in new XmmFreePath(image, root).Follow(symbol.Value))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Whether <paramref name="instruction"/> may change a vector or x87 register or a mode of theirs.</summary>
    internal static bool TouchesVectors(in Instruction instruction)
    {
        bool loadsState = instruction.Mnemonic is Mnemonic.Fxrstor or Mnemonic.Fxrstor64 or Mnemonic.Xrstor
            or Mnemonic.Xrstor64 or Mnemonic.Xrstors or Mnemonic.Xrstors64 or Mnemonic.Ldmxcsr or Mnemonic.Emms;
        return loadsState || IsX87(instruction) || UsesVectorRegister(instruction);
    }

    internal static Finding Refuse(string path, in Instruction instruction, string why) =>
        new("xmm", $"{path} {why} ('{instruction}' at 0x{instruction.IP:X})", SaveOrAvoid);

    private static bool IsX87(in Instruction instruction)
    {
        foreach (CpuidFeature feature in instruction.CpuidFeatures)
        {
            if (feature is CpuidFeature.FPU or CpuidFeature.FPU287 or CpuidFeature.FPU387)
            {
                return true;
            }
        }

        return false;
    }

    private static bool UsesVectorRegister(in Instruction instruction)
    {
        for (int i = 0; i < instruction.OpCount; i++)
        {
            Register register = instruction.GetOpKind(i) == OpKind.Register ? instruction.GetOpRegister(i) : Register.None;
            if (register.IsVectorRegister() || register.IsMM() || register.IsST() || register.IsK())
            {
                return true;
            }
        }

        return false;
    }
}
