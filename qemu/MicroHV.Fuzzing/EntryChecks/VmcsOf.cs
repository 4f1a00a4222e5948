// The VMCS of a VM entry, as the kernel would have written it.
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Fuzzing.EntryChecks;

/// <summary>Puts entries and processors into the current software machine.</summary>
internal static class VmcsOf
{
    private const ulong Address = 0x1000;

    /// <summary>Gives the current CPU the capabilities and, as its current VMCS, the fields of an entry.</summary>
    public static void Load(VmxEntry entry)
    {
        SoftwareCpu cpu = SoftwareCpu.Current;
        SetCapabilities(cpu, entry.Capabilities);
        cpu.Vmx.Load(Address, Fields(entry));
    }

    /// <summary>The fields of an entry that the kernel writes.</summary>
    public static Dictionary<VmcsField, ulong> Fields(VmxEntry entry) =>
        new(Controls(entry.Controls).Concat(Host(entry.Host)).Concat(Guest(entry.Guest)));

    private static void SetCapabilities(SoftwareCpu cpu, VmxCapabilityFields capabilities)
    {
        uint sizes = capabilities.PhysicalAddressWidth | (capabilities.LinearAddressWidth << 8);
        cpu.CpuidLeaves[(1, 0)] = (0, 0, 1u << 5, 0);
        cpu.CpuidLeaves[(0x8000_0008, 0)] = (sizes, 0, 0, 0);
        cpu.Msrs[Msr.IA32_FEATURE_CONTROL] = capabilities.FeatureControl;
        cpu.Msrs[Msr.IA32_VMX_BASIC] = capabilities.Basic;
        cpu.Msrs[Msr.IA32_VMX_TRUE_PINBASED_CTLS] = capabilities.PinBased;
        cpu.Msrs[Msr.IA32_VMX_TRUE_PROCBASED_CTLS] = capabilities.Primary;
        cpu.Msrs[Msr.IA32_VMX_PROCBASED_CTLS2] = capabilities.Secondary;
        cpu.Msrs[Msr.IA32_VMX_TRUE_EXIT_CTLS] = capabilities.Exit;
        cpu.Msrs[Msr.IA32_VMX_TRUE_ENTRY_CTLS] = capabilities.Entry;
        cpu.Msrs[Msr.IA32_VMX_MISC] = capabilities.Miscellaneous;
        cpu.Msrs[Msr.IA32_VMX_EPT_VPID_CAP] = capabilities.EptVpid;
        cpu.Msrs[Msr.IA32_VMX_CR0_FIXED0] = capabilities.Cr0Fixed0;
        cpu.Msrs[Msr.IA32_VMX_CR0_FIXED1] = capabilities.Cr0Fixed1;
        cpu.Msrs[Msr.IA32_VMX_CR4_FIXED0] = capabilities.Cr4Fixed0;
        cpu.Msrs[Msr.IA32_VMX_CR4_FIXED1] = capabilities.Cr4Fixed1;
    }

    private static Dictionary<VmcsField, ulong> Controls(VmxControlFields controls) => new()
    {
        [VmcsField.PinBasedControls] = controls.PinBased,
        [VmcsField.PrimaryProcessorBasedControls] = controls.Primary,
        [VmcsField.SecondaryProcessorBasedControls] = controls.Secondary,
        [VmcsField.VmExitControls] = controls.Exit,
        [VmcsField.VmEntryControls] = controls.Entry,
        [VmcsField.Cr3TargetCount] = controls.Cr3TargetCount,
        [VmcsField.IoBitmapA] = controls.IoBitmapA,
        [VmcsField.IoBitmapB] = controls.IoBitmapB,
        [VmcsField.MsrBitmaps] = controls.MsrBitmap,
        [VmcsField.VirtualProcessorIdentifier] = controls.Vpid,
        [VmcsField.EptPointer] = controls.Eptp,
        [VmcsField.VmEntryInterruptionInformation] = controls.EntryInterruption,
        [VmcsField.VmEntryExceptionErrorCode] = controls.EntryErrorCode,
        [VmcsField.VmEntryInstructionLength] = controls.EntryInstructionLength,
    };

    private static Dictionary<VmcsField, ulong> Host(VmxHostFields host) => new()
    {
        [VmcsField.HostEsSelector] = host.EsSelector,
        [VmcsField.HostCsSelector] = host.CsSelector,
        [VmcsField.HostSsSelector] = host.SsSelector,
        [VmcsField.HostDsSelector] = host.DsSelector,
        [VmcsField.HostFsSelector] = host.FsSelector,
        [VmcsField.HostGsSelector] = host.GsSelector,
        [VmcsField.HostTrSelector] = host.TrSelector,
        [VmcsField.HostCr0] = host.Cr0,
        [VmcsField.HostCr3] = host.Cr3,
        [VmcsField.HostCr4] = host.Cr4,
        [VmcsField.HostFsBase] = host.FsBase,
        [VmcsField.HostGsBase] = host.GsBase,
        [VmcsField.HostTrBase] = host.TrBase,
        [VmcsField.HostGdtrBase] = host.GdtrBase,
        [VmcsField.HostIdtrBase] = host.IdtrBase,
        [VmcsField.HostRip] = host.Rip,
        [VmcsField.HostPat] = host.Pat,
        [VmcsField.HostEfer] = host.Efer,
    };

    private static IEnumerable<KeyValuePair<VmcsField, ulong>> Guest(VmxGuestFields guest) =>
        Registers(guest)
            .Concat(Segment(0, guest.Es))
            .Concat(Segment(1, guest.Cs))
            .Concat(Segment(2, guest.Ss))
            .Concat(Segment(3, guest.Ds))
            .Concat(Segment(4, guest.Fs))
            .Concat(Segment(5, guest.Gs))
            .Concat(Segment(6, guest.Ldtr))
            .Concat(Segment(7, guest.Tr));

    private static Dictionary<VmcsField, ulong> Registers(VmxGuestFields guest) => new()
    {
        [VmcsField.GuestCr0] = guest.Cr0,
        [VmcsField.GuestCr3] = guest.Cr3,
        [VmcsField.GuestCr4] = guest.Cr4,
        [VmcsField.GuestDr7] = guest.Dr7,
        [VmcsField.GuestRip] = guest.Rip,
        [VmcsField.GuestRflags] = guest.Rflags,
        [VmcsField.GuestDebugCtl] = guest.DebugCtl,
        [VmcsField.GuestSysenterEsp] = guest.SysenterEsp,
        [VmcsField.GuestSysenterEip] = guest.SysenterEip,
        [VmcsField.GuestPat] = guest.Pat,
        [VmcsField.GuestEfer] = guest.Efer,
        [VmcsField.GuestGdtrBase] = guest.GdtrBase,
        [VmcsField.GuestIdtrBase] = guest.IdtrBase,
        [VmcsField.GuestGdtrLimit] = guest.GdtrLimit,
        [VmcsField.GuestIdtrLimit] = guest.IdtrLimit,
        [VmcsField.GuestActivityState] = guest.ActivityState,
        [VmcsField.GuestInterruptibilityState] = guest.Interruptibility,
        [VmcsField.GuestPendingDebugExceptions] = guest.PendingDebugExceptions,
        [VmcsField.VmcsLinkPointer] = guest.VmcsLinkPointer,
        [VmcsField.GuestPdpte0] = guest.Pdpte0,
        [VmcsField.GuestPdpte1] = guest.Pdpte1,
        [VmcsField.GuestPdpte2] = guest.Pdpte2,
        [VmcsField.GuestPdpte3] = guest.Pdpte3,
    };

    private static Dictionary<VmcsField, ulong> Segment(uint number, VmxSegmentFields segment) => new()
    {
        [VmcsField.GuestEsSelector + (2 * number)] = segment.Selector,
        [VmcsField.GuestEsAccessRights + (2 * number)] = segment.AccessRights,
        [VmcsField.GuestEsLimit + (2 * number)] = segment.Limit,
        [VmcsField.GuestEsBase + (2 * number)] = segment.Base,
    };
}
