// Reads what the processor says about its VMX.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Cpu;

/// <summary>CPUID and the capability MSRs, as <see cref="VmxCapabilities"/> wants them.</summary>
internal static unsafe class VmxProbe
{
    private const ulong ActivateSecondary = (ulong)PrimaryControls.ActivateSecondaryControls << 32;
    private const ulong EptOrVpid = (ulong)(SecondaryControls.EnableEpt | SecondaryControls.EnableVpid) << 32;
    private const ulong TrueControls = 1UL << 55;
    private const uint VmxBit = 1u << 5;
    private const uint SgxBit = 1u << 2;
    private const uint RtmBit = 1u << 11;
    private const uint StructuredExtended = 7;
    private const uint AddressSizes = 0x8000_0008;

    // LBR, BTF, bus locks; TR to RTM. SDM 4, "Model-Specific Registers (MSRs)".
    private const ulong DebugCtlDefined = 0xFFC7;
    private const ulong EferDefined = EFER.SCE | EFER.LME | EFER.LMA | EFER.NXE;

    /// <summary>Reads them all; only <see cref="VmxCapabilityFields.HasVmx"/> counts if there is no VMX.</summary>
    internal static void Read(ref VmxCapabilityFields fields)
    {
        CpuidResult answer;
        Cpu.Cpuid(1, 0, &answer);
        fields.HasVmx = (answer.Ecx & VmxBit) != 0;
        if (!fields.HasVmx)
        {
            return;
        }

        Cpu.Cpuid(0, 0, &answer);
        if (answer.Eax >= StructuredExtended)
        {
            Cpu.Cpuid(StructuredExtended, 0, &answer);
            fields.HasSgx = (answer.Ebx & SgxBit) != 0;
            fields.HasRtm = (answer.Ebx & RtmBit) != 0;
        }

        Cpu.Cpuid(AddressSizes, 0, &answer);
        fields.PhysicalAddressWidth = answer.Eax & 0xFF;
        fields.LinearAddressWidth = (answer.Eax >> 8) & 0xFF;
        fields.FeatureControl = Cpu.ReadMsr(Msr.IA32_FEATURE_CONTROL);
        fields.Basic = Cpu.ReadMsr(Msr.IA32_VMX_BASIC);
        ReadControls(ref fields);
        fields.Miscellaneous = Cpu.ReadMsr(Msr.IA32_VMX_MISC);
        fields.Cr0Fixed0 = Cpu.ReadMsr(Msr.IA32_VMX_CR0_FIXED0);
        fields.Cr0Fixed1 = Cpu.ReadMsr(Msr.IA32_VMX_CR0_FIXED1);
        fields.Cr4Fixed0 = Cpu.ReadMsr(Msr.IA32_VMX_CR4_FIXED0);
        fields.Cr4Fixed1 = Cpu.ReadMsr(Msr.IA32_VMX_CR4_FIXED1);
        fields.EferDefined = EferDefined;
        fields.DebugCtlDefined = DebugCtlDefined;
    }

    private static void ReadControls(ref VmxCapabilityFields fields)
    {
        bool isTrue = (fields.Basic & TrueControls) != 0;
        fields.PinBased = Cpu.ReadMsr(isTrue ? Msr.IA32_VMX_TRUE_PINBASED_CTLS : Msr.IA32_VMX_PINBASED_CTLS);
        fields.Primary = Cpu.ReadMsr(isTrue ? Msr.IA32_VMX_TRUE_PROCBASED_CTLS : Msr.IA32_VMX_PROCBASED_CTLS);
        fields.Exit = Cpu.ReadMsr(isTrue ? Msr.IA32_VMX_TRUE_EXIT_CTLS : Msr.IA32_VMX_EXIT_CTLS);
        fields.Entry = Cpu.ReadMsr(isTrue ? Msr.IA32_VMX_TRUE_ENTRY_CTLS : Msr.IA32_VMX_ENTRY_CTLS);
        if ((fields.Primary & ActivateSecondary) == 0)
        {
            return;
        }

        fields.Secondary = Cpu.ReadMsr(Msr.IA32_VMX_PROCBASED_CTLS2);
        fields.EptVpid = (fields.Secondary & EptOrVpid) != 0 ? Cpu.ReadMsr(Msr.IA32_VMX_EPT_VPID_CAP) : 0;
    }
}
