// What a processor says about its SVM: the values that decide what VMRUN accepts.
namespace MicroHV.Kernel.Backends;

/// <summary>Values of CPUID and VM_CR. APM 3, "Function 8000_000Ah: SVM Features".</summary>
public struct SvmCapabilityFields
{
    /// <summary>CPUID Fn8000_0001_ECX[SVM].</summary>
    public bool HasSvm;

    /// <summary>CPUID Fn8000_0001_EDX[LM].</summary>
    public bool HasLongMode;

    /// <summary>VM_CR; 0 where there is no SVM.</summary>
    public ulong VmCr;

    /// <summary>CPUID Fn8000_000A_EBX: number of address space identifiers, the host's 0 included.</summary>
    public uint AsidCount;

    /// <summary>CPUID Fn8000_000A_EDX: SVM features.</summary>
    public uint Features;

    /// <summary>Bits of CR4 that the processor defines.</summary>
    public ulong Cr4Defined;

    /// <summary>Bits of EFER that the processor defines.</summary>
    public ulong EferDefined;

    /// <summary>Bits of S_CET that the processor defines; 0 without shadow stacks.</summary>
    public ulong SCetDefined;

    /// <summary>Width of a physical address in bits (CPUID Fn8000_0008_EAX[7:0]), 32 to 52.</summary>
    public uint PhysicalAddressWidth;
}
