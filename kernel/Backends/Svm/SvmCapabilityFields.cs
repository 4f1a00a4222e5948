// What a processor says about its SVM: the values that decide what VMRUN accepts.
namespace MicroHV.Kernel.Backends;

using System.Runtime.InteropServices;

/// <summary>
/// Values of CPUID and VM_CR. APM 3, "Function 8000_000Ah: SVM Features". An <see cref="Abi.EntryFailureRecord"/> carries
/// the bytes as they are.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x38)]
public struct SvmCapabilityFields
{
    /// <summary>CPUID Fn8000_0001_ECX[SVM].</summary>
    [FieldOffset(0x00)] public bool HasSvm;

    /// <summary>CPUID Fn8000_0001_EDX[LM].</summary>
    [FieldOffset(0x01)] public bool HasLongMode;

    /// <summary>VM_CR; 0 where there is no SVM.</summary>
    [FieldOffset(0x08)] public ulong VmCr;

    /// <summary>CPUID Fn8000_000A_EBX: number of address space identifiers, the host's 0 included.</summary>
    [FieldOffset(0x10)] public uint AsidCount;

    /// <summary>CPUID Fn8000_000A_EDX: SVM features.</summary>
    [FieldOffset(0x14)] public uint Features;

    /// <summary>Bits of CR4 that the processor defines.</summary>
    [FieldOffset(0x18)] public ulong Cr4Defined;

    /// <summary>Bits of EFER that the processor defines.</summary>
    [FieldOffset(0x20)] public ulong EferDefined;

    /// <summary>Bits of S_CET that the processor defines; 0 without shadow stacks.</summary>
    [FieldOffset(0x28)] public ulong SCetDefined;

    /// <summary>Width of a physical address in bits (CPUID Fn8000_0008_EAX[7:0]), 32 to 52.</summary>
    [FieldOffset(0x30)] public uint PhysicalAddressWidth;
}
