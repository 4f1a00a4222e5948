// What a VM entry checks: the fields of the VMCS, in the order in which an entry failure record carries them.
namespace MicroHV.Kernel.Backends;

using System;

/// <summary>
/// The kernel reads by this table and the host tools understand by it. A field that the kernel never writes and that no
/// control of the kernel's makes count is not in it.
/// </summary>
public static class VmxEntryFields
{
    /// <summary>Controls, host state, guest state.</summary>
    public static ReadOnlySpan<VmcsField> Fields => new VmcsField[]
    {
        VmcsField.PinBasedControls, VmcsField.PrimaryProcessorBasedControls, VmcsField.SecondaryProcessorBasedControls,
        VmcsField.VmExitControls, VmcsField.VmEntryControls, VmcsField.Cr3TargetCount, VmcsField.IoBitmapA,
        VmcsField.IoBitmapB, VmcsField.MsrBitmaps, VmcsField.VirtualProcessorIdentifier, VmcsField.EptPointer,
        VmcsField.VmExitMsrStoreCount, VmcsField.VmExitMsrLoadCount, VmcsField.VmEntryMsrLoadCount,
        VmcsField.VmEntryInterruptionInformation, VmcsField.VmEntryExceptionErrorCode,
        VmcsField.VmEntryInstructionLength,

        VmcsField.HostEsSelector, VmcsField.HostCsSelector, VmcsField.HostSsSelector, VmcsField.HostDsSelector,
        VmcsField.HostFsSelector, VmcsField.HostGsSelector, VmcsField.HostTrSelector, VmcsField.HostCr0,
        VmcsField.HostCr3, VmcsField.HostCr4, VmcsField.HostFsBase, VmcsField.HostGsBase, VmcsField.HostTrBase,
        VmcsField.HostGdtrBase, VmcsField.HostIdtrBase, VmcsField.HostRip, VmcsField.HostSysenterEsp,
        VmcsField.HostSysenterEip, VmcsField.HostPat, VmcsField.HostEfer,

        VmcsField.GuestCr0, VmcsField.GuestCr3, VmcsField.GuestCr4, VmcsField.GuestDr7, VmcsField.GuestRip,
        VmcsField.GuestRflags, VmcsField.GuestDebugCtl, VmcsField.GuestSysenterEsp, VmcsField.GuestSysenterEip,
        VmcsField.GuestPat, VmcsField.GuestEfer, VmcsField.GuestGdtrBase, VmcsField.GuestIdtrBase,
        VmcsField.GuestGdtrLimit, VmcsField.GuestIdtrLimit, VmcsField.GuestActivityState,
        VmcsField.GuestInterruptibilityState, VmcsField.GuestPendingDebugExceptions, VmcsField.VmcsLinkPointer,
        VmcsField.GuestPdpte0, VmcsField.GuestPdpte1, VmcsField.GuestPdpte2, VmcsField.GuestPdpte3,

        VmcsField.GuestEsSelector, VmcsField.GuestEsAccessRights, VmcsField.GuestEsLimit, VmcsField.GuestEsBase,
        VmcsField.GuestCsSelector, VmcsField.GuestCsAccessRights, VmcsField.GuestCsLimit, VmcsField.GuestCsBase,
        VmcsField.GuestSsSelector, VmcsField.GuestSsAccessRights, VmcsField.GuestSsLimit, VmcsField.GuestSsBase,
        VmcsField.GuestDsSelector, VmcsField.GuestDsAccessRights, VmcsField.GuestDsLimit, VmcsField.GuestDsBase,
        VmcsField.GuestFsSelector, VmcsField.GuestFsAccessRights, VmcsField.GuestFsLimit, VmcsField.GuestFsBase,
        VmcsField.GuestGsSelector, VmcsField.GuestGsAccessRights, VmcsField.GuestGsLimit, VmcsField.GuestGsBase,
        VmcsField.GuestLdtrSelector, VmcsField.GuestLdtrAccessRights, VmcsField.GuestLdtrLimit, VmcsField.GuestLdtrBase,
        VmcsField.GuestTrSelector, VmcsField.GuestTrAccessRights, VmcsField.GuestTrLimit, VmcsField.GuestTrBase,
    };
}
