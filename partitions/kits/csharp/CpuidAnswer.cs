// What CPUID answers.
namespace MicroHV.Guest;

/// <summary>The registers that CPUID leaves.</summary>
public struct CpuidAnswer
{
    /// <summary>EAX.</summary>
    public uint Eax;

    /// <summary>EBX.</summary>
    public uint Ebx;

    /// <summary>ECX.</summary>
    public uint Ecx;

    /// <summary>EDX.</summary>
    public uint Edx;
}
