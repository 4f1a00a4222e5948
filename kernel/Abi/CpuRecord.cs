// What the plan says about one CPU.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>One CPU of the plan: which one of the machine's it is. The first one is the CPU that boots.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x08)]
public struct CpuRecord
{
    /// <summary>Most CPUs that one system may have.</summary>
    public const uint MaxCpus = 64;

    /// <summary>Its local APIC id; for the first CPU 0xFFFFFFFF accepts any.</summary>
    [FieldOffset(0x00)] public uint ApicId;

    /// <summary>Zero.</summary>
    [FieldOffset(0x04)] public uint Reserved;
}
