// Features of processors by name, as bits of CPUID.
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Policy;

/// <summary>
/// The features that a description may hide by name. SDM 2A, "CPUID—CPU Identification"; APM 3, "Obtaining Processor
/// Information Via the CPUID Instruction".
/// </summary>
public static class CpuidFeatures
{
    /// <summary>All features by name, in the order of the reference page.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<CpuidBit> Bits)> All { get; } =
    [
        ("sse3", [One(1, CpuidRegister.Ecx, 0)]),
        ("pclmulqdq", [One(1, CpuidRegister.Ecx, 1)]),
        ("ssse3", [One(1, CpuidRegister.Ecx, 9)]),
        ("fma", [One(1, CpuidRegister.Ecx, 12)]),
        ("cmpxchg16b", [One(1, CpuidRegister.Ecx, 13)]),
        ("pcid", [One(1, CpuidRegister.Ecx, 17)]),
        ("sse4-1", [One(1, CpuidRegister.Ecx, 19)]),
        ("sse4-2", [One(1, CpuidRegister.Ecx, 20)]),
        ("x2apic", [One(1, CpuidRegister.Ecx, 21)]),
        ("movbe", [One(1, CpuidRegister.Ecx, 22)]),
        ("popcnt", [One(1, CpuidRegister.Ecx, 23)]),
        ("tsc-deadline", [One(1, CpuidRegister.Ecx, 24)]),
        ("aes", [One(1, CpuidRegister.Ecx, 25)]),
        ("xsave", [One(1, CpuidRegister.Ecx, 26)]),
        ("avx", [One(1, CpuidRegister.Ecx, 28), new(7, 0, CpuidRegister.Ebx, 1u << 5)]),
        ("f16c", [One(1, CpuidRegister.Ecx, 29)]),
        ("rdrand", [One(1, CpuidRegister.Ecx, 30)]),
        ("hypervisor", [One(1, CpuidRegister.Ecx, 31)]),
        ("apic", [One(1, CpuidRegister.Edx, 9), One(0x8000_0001, CpuidRegister.Edx, 9)]),
        ("fsgsbase", [One(7, CpuidRegister.Ebx, 0)]),
        ("bmi1", [One(7, CpuidRegister.Ebx, 3)]),
        ("avx2", [One(7, CpuidRegister.Ebx, 5)]),
        ("smep", [One(7, CpuidRegister.Ebx, 7)]),
        ("bmi2", [One(7, CpuidRegister.Ebx, 8)]),
        ("invpcid", [One(7, CpuidRegister.Ebx, 10)]),
        ("avx512", [new(7, 0, CpuidRegister.Ebx, 0xDC23_0000)]),
        ("rdseed", [One(7, CpuidRegister.Ebx, 18)]),
        ("adx", [One(7, CpuidRegister.Ebx, 19)]),
        ("smap", [One(7, CpuidRegister.Ebx, 20)]),
        ("sha", [One(7, CpuidRegister.Ebx, 29)]),
        ("umip", [One(7, CpuidRegister.Ecx, 2)]),
        ("pku", [One(7, CpuidRegister.Ecx, 3)]),
        ("rdtscp", [One(0x8000_0001, CpuidRegister.Edx, 27)]),
        ("gigabyte-pages", [One(0x8000_0001, CpuidRegister.Edx, 26)]),
    ];

    /// <summary>
    /// The bits that <paramref name="text"/> names: a feature, or <c>leaf.subleaf.register.bit</c>; null if it is neither.
    /// </summary>
    public static IReadOnlyList<CpuidBit>? Find(string text)
    {
        foreach ((string name, IReadOnlyList<CpuidBit> bits) in All)
        {
            if (name == text)
            {
                return bits;
            }
        }

        return TryParseBit(text.Split('.'), out CpuidBit bit) ? [bit] : null;
    }

    private static bool TryParseBit(string[] parts, out CpuidBit bit)
    {
        bit = default;
        if (parts.Length != 4
            || !Text.Units.TryParseNumber(parts[0], out ulong leaf) || leaf > uint.MaxValue
            || !Text.Units.TryParseNumber(parts[1], out ulong subleaf) || subleaf > uint.MaxValue
            || !Text.Units.TryParseNumber(parts[3], out ulong number) || number > 31
            || RegisterOf(parts[2]) is not CpuidRegister register)
        {
            return false;
        }

        bit = new CpuidBit((uint)leaf, (uint)subleaf, register, 1u << (int)number);
        return true;
    }

    private static CpuidRegister? RegisterOf(string name) => name switch
    {
        "eax" => CpuidRegister.Eax,
        "ebx" => CpuidRegister.Ebx,
        "ecx" => CpuidRegister.Ecx,
        "edx" => CpuidRegister.Edx,
        _ => null,
    };

    private static CpuidBit One(uint leaf, CpuidRegister register, int bit) => new(leaf, 0, register, 1u << bit);
}
