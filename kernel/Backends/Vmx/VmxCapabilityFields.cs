// What a processor says about its VMX: the values that decide which controls and which guest state it accepts.
namespace MicroHV.Kernel.Backends;

using System.Runtime.InteropServices;

/// <summary>
/// Values of the VMX capability MSRs and of CPUID. An MSR that the processor does not have is 0.
/// SDM 3D, "VMX Capability Reporting Facility". An <see cref="Abi.EntryFailureRecord"/> carries the bytes as they are.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0xA8)]
public struct VmxCapabilityFields
{
    /// <summary>CPUID.01H:ECX.VMX.</summary>
    [FieldOffset(0x00)] public bool HasVmx;

    /// <summary>CPUID.(EAX=07H,ECX=0):EBX.SGX.</summary>
    [FieldOffset(0x01)] public bool HasSgx;

    /// <summary>CPUID.(EAX=07H,ECX=0):EBX.RTM.</summary>
    [FieldOffset(0x02)] public bool HasRtm;

    /// <summary>IA32_FEATURE_CONTROL.</summary>
    [FieldOffset(0x08)] public ulong FeatureControl;

    /// <summary>IA32_VMX_BASIC.</summary>
    [FieldOffset(0x10)] public ulong Basic;

    /// <summary>IA32_VMX_TRUE_PINBASED_CTLS, or IA32_VMX_PINBASED_CTLS where it does not exist.</summary>
    [FieldOffset(0x18)] public ulong PinBased;

    /// <summary>IA32_VMX_TRUE_PROCBASED_CTLS, or IA32_VMX_PROCBASED_CTLS where it does not exist.</summary>
    [FieldOffset(0x20)] public ulong Primary;

    /// <summary>IA32_VMX_PROCBASED_CTLS2.</summary>
    [FieldOffset(0x28)] public ulong Secondary;

    /// <summary>IA32_VMX_PROCBASED_CTLS3: allowed 1-settings in all 64 bits.</summary>
    [FieldOffset(0x30)] public ulong Tertiary;

    /// <summary>IA32_VMX_TRUE_EXIT_CTLS, or IA32_VMX_EXIT_CTLS where it does not exist.</summary>
    [FieldOffset(0x38)] public ulong Exit;

    /// <summary>IA32_VMX_EXIT_CTLS2: allowed 1-settings in all 64 bits.</summary>
    [FieldOffset(0x40)] public ulong SecondaryExit;

    /// <summary>IA32_VMX_TRUE_ENTRY_CTLS, or IA32_VMX_ENTRY_CTLS where it does not exist.</summary>
    [FieldOffset(0x48)] public ulong Entry;

    /// <summary>IA32_VMX_MISC.</summary>
    [FieldOffset(0x50)] public ulong Miscellaneous;

    /// <summary>IA32_VMX_EPT_VPID_CAP.</summary>
    [FieldOffset(0x58)] public ulong EptVpid;

    /// <summary>IA32_VMX_VMFUNC.</summary>
    [FieldOffset(0x60)] public ulong VmFunctions;

    /// <summary>IA32_VMX_CR0_FIXED0: bits that must be 1.</summary>
    [FieldOffset(0x68)] public ulong Cr0Fixed0;

    /// <summary>IA32_VMX_CR0_FIXED1: bits that may be 1.</summary>
    [FieldOffset(0x70)] public ulong Cr0Fixed1;

    /// <summary>IA32_VMX_CR4_FIXED0: bits that must be 1.</summary>
    [FieldOffset(0x78)] public ulong Cr4Fixed0;

    /// <summary>IA32_VMX_CR4_FIXED1: bits that may be 1.</summary>
    [FieldOffset(0x80)] public ulong Cr4Fixed1;

    /// <summary>Bits of IA32_EFER that the processor defines.</summary>
    [FieldOffset(0x88)] public ulong EferDefined;

    /// <summary>Bits of IA32_DEBUGCTL that the processor defines.</summary>
    [FieldOffset(0x90)] public ulong DebugCtlDefined;

    /// <summary>Bits of IA32_PERF_GLOBAL_CTRL that the processor defines; the kernel, which never loads that MSR, leaves it 0.</summary>
    [FieldOffset(0x98)] public ulong PerfGlobalCtrlDefined;

    /// <summary>Width of a physical address in bits (CPUID.80000008H:EAX[7:0]), 32 to 52.</summary>
    [FieldOffset(0xA0)] public uint PhysicalAddressWidth;

    /// <summary>Width of a linear address in bits (CPUID.80000008H:EAX[15:8]): 48 or 57.</summary>
    [FieldOffset(0xA4)] public uint LinearAddressWidth;
}
