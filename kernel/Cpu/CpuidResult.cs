// What CPUID returns.
namespace MicroHV.Kernel.Cpu;

using System.Runtime.InteropServices;

/// <summary>The four registers of CPUID.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x10)]
public struct CpuidResult
{
    /// <summary>EAX.</summary>
    [FieldOffset(0x0)] public uint Eax;

    /// <summary>EBX.</summary>
    [FieldOffset(0x4)] public uint Ebx;

    /// <summary>ECX.</summary>
    [FieldOffset(0x8)] public uint Ecx;

    /// <summary>EDX.</summary>
    [FieldOffset(0xC)] public uint Edx;
}
