// Bits of an answer of CPUID.
namespace MicroHV.Partitions.Files;

/// <summary>Bits of one register that CPUID returns.</summary>
/// <param name="Leaf">EAX before CPUID.</param>
/// <param name="Subleaf">ECX before CPUID.</param>
/// <param name="Register">The register of the answer.</param>
/// <param name="Bits">The bits.</param>
public readonly record struct CpuidBit(uint Leaf, uint Subleaf, CpuidRegister Register, uint Bits);

/// <summary>A register of an answer of CPUID.</summary>
public enum CpuidRegister
{
    /// <summary>EAX.</summary>
    Eax,

    /// <summary>EBX.</summary>
    Ebx,

    /// <summary>ECX.</summary>
    Ecx,

    /// <summary>EDX.</summary>
    Edx,
}
