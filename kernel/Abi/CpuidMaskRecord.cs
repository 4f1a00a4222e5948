// What CPUID hides from one partition beyond what it hides from all.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>Bits that the kernel clears in its answer to one leaf and subleaf of CPUID. Nothing can set a bit.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x18)]
public struct CpuidMaskRecord
{
    /// <summary>Most records of one partition: each is looked at for every CPUID of the guest.</summary>
    public const uint MaxPerPartition = 16;

    /// <summary>A <see cref="Subleaf"/> that stands for all of them.</summary>
    public const uint AnySubleaf = 0xFFFF_FFFF;

    /// <summary>EAX before CPUID.</summary>
    [FieldOffset(0x00)] public uint Leaf;

    /// <summary>ECX before CPUID, or <see cref="AnySubleaf"/>.</summary>
    [FieldOffset(0x04)] public uint Subleaf;

    /// <summary>Bits to clear in EAX.</summary>
    [FieldOffset(0x08)] public uint Eax;

    /// <summary>Bits to clear in EBX.</summary>
    [FieldOffset(0x0C)] public uint Ebx;

    /// <summary>Bits to clear in ECX.</summary>
    [FieldOffset(0x10)] public uint Ecx;

    /// <summary>Bits to clear in EDX.</summary>
    [FieldOffset(0x14)] public uint Edx;
}
