// Reads back from the current VMCS what a VM entry checks.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Cpu;

/// <summary>One method for each of the three groups of fields.</summary>
internal static class VmxEntryFields
{
    internal static void Read(ref VmxControlFields fields)
    {
        fields.PinBased = (uint)VmxSwitch.Read(VmcsField.PinBasedControls);
        fields.Primary = (uint)VmxSwitch.Read(VmcsField.PrimaryProcessorBasedControls);
        fields.Secondary = (uint)VmxSwitch.Read(VmcsField.SecondaryProcessorBasedControls);
        fields.Exit = (uint)VmxSwitch.Read(VmcsField.VmExitControls);
        fields.Entry = (uint)VmxSwitch.Read(VmcsField.VmEntryControls);
        fields.Cr3TargetCount = (uint)VmxSwitch.Read(VmcsField.Cr3TargetCount);
        fields.IoBitmapA = VmxSwitch.Read(VmcsField.IoBitmapA);
        fields.IoBitmapB = VmxSwitch.Read(VmcsField.IoBitmapB);
        fields.MsrBitmap = VmxSwitch.Read(VmcsField.MsrBitmaps);
        fields.Vpid = (ushort)VmxSwitch.Read(VmcsField.VirtualProcessorIdentifier);
        fields.Eptp = VmxSwitch.Read(VmcsField.EptPointer);
        fields.ExitMsrStoreCount = (uint)VmxSwitch.Read(VmcsField.VmExitMsrStoreCount);
        fields.ExitMsrLoadCount = (uint)VmxSwitch.Read(VmcsField.VmExitMsrLoadCount);
        fields.EntryMsrLoadCount = (uint)VmxSwitch.Read(VmcsField.VmEntryMsrLoadCount);
        fields.EntryInterruption = (uint)VmxSwitch.Read(VmcsField.VmEntryInterruptionInformation);
        fields.EntryErrorCode = (uint)VmxSwitch.Read(VmcsField.VmEntryExceptionErrorCode);
        fields.EntryInstructionLength = (uint)VmxSwitch.Read(VmcsField.VmEntryInstructionLength);
    }

    internal static void Read(ref VmxHostFields fields)
    {
        fields.IsInIa32eMode = true;
        fields.EsSelector = (ushort)VmxSwitch.Read(VmcsField.HostEsSelector);
        fields.CsSelector = (ushort)VmxSwitch.Read(VmcsField.HostCsSelector);
        fields.SsSelector = (ushort)VmxSwitch.Read(VmcsField.HostSsSelector);
        fields.DsSelector = (ushort)VmxSwitch.Read(VmcsField.HostDsSelector);
        fields.FsSelector = (ushort)VmxSwitch.Read(VmcsField.HostFsSelector);
        fields.GsSelector = (ushort)VmxSwitch.Read(VmcsField.HostGsSelector);
        fields.TrSelector = (ushort)VmxSwitch.Read(VmcsField.HostTrSelector);
        fields.Cr0 = VmxSwitch.Read(VmcsField.HostCr0);
        fields.Cr3 = VmxSwitch.Read(VmcsField.HostCr3);
        fields.Cr4 = VmxSwitch.Read(VmcsField.HostCr4);
        fields.FsBase = VmxSwitch.Read(VmcsField.HostFsBase);
        fields.GsBase = VmxSwitch.Read(VmcsField.HostGsBase);
        fields.TrBase = VmxSwitch.Read(VmcsField.HostTrBase);
        fields.GdtrBase = VmxSwitch.Read(VmcsField.HostGdtrBase);
        fields.IdtrBase = VmxSwitch.Read(VmcsField.HostIdtrBase);
        fields.Rip = VmxSwitch.Read(VmcsField.HostRip);
        fields.SysenterEsp = VmxSwitch.Read(VmcsField.HostSysenterEsp);
        fields.SysenterEip = VmxSwitch.Read(VmcsField.HostSysenterEip);
        fields.Pat = VmxSwitch.Read(VmcsField.HostPat);
        fields.Efer = VmxSwitch.Read(VmcsField.HostEfer);
    }

    internal static void Read(ref VmxGuestFields fields)
    {
        fields.Cr0 = VmxSwitch.Read(VmcsField.GuestCr0);
        fields.Cr3 = VmxSwitch.Read(VmcsField.GuestCr3);
        fields.Cr4 = VmxSwitch.Read(VmcsField.GuestCr4);
        fields.Dr7 = VmxSwitch.Read(VmcsField.GuestDr7);
        fields.Rip = VmxSwitch.Read(VmcsField.GuestRip);
        fields.Rflags = VmxSwitch.Read(VmcsField.GuestRflags);
        fields.DebugCtl = VmxSwitch.Read(VmcsField.GuestDebugCtl);
        fields.SysenterEsp = VmxSwitch.Read(VmcsField.GuestSysenterEsp);
        fields.SysenterEip = VmxSwitch.Read(VmcsField.GuestSysenterEip);
        fields.Pat = VmxSwitch.Read(VmcsField.GuestPat);
        fields.Efer = VmxSwitch.Read(VmcsField.GuestEfer);
        ReadSegment(0, ref fields.Es);
        ReadSegment(1, ref fields.Cs);
        ReadSegment(2, ref fields.Ss);
        ReadSegment(3, ref fields.Ds);
        ReadSegment(4, ref fields.Fs);
        ReadSegment(5, ref fields.Gs);
        ReadSegment(6, ref fields.Ldtr);
        ReadSegment(7, ref fields.Tr);
        fields.GdtrBase = VmxSwitch.Read(VmcsField.GuestGdtrBase);
        fields.IdtrBase = VmxSwitch.Read(VmcsField.GuestIdtrBase);
        fields.GdtrLimit = (uint)VmxSwitch.Read(VmcsField.GuestGdtrLimit);
        fields.IdtrLimit = (uint)VmxSwitch.Read(VmcsField.GuestIdtrLimit);
        fields.ActivityState = (uint)VmxSwitch.Read(VmcsField.GuestActivityState);
        fields.Interruptibility = (uint)VmxSwitch.Read(VmcsField.GuestInterruptibilityState);
        fields.PendingDebugExceptions = VmxSwitch.Read(VmcsField.GuestPendingDebugExceptions);
        fields.VmcsLinkPointer = VmxSwitch.Read(VmcsField.VmcsLinkPointer);
        fields.Pdpte0 = VmxSwitch.Read(VmcsField.GuestPdpte0);
        fields.Pdpte1 = VmxSwitch.Read(VmcsField.GuestPdpte1);
        fields.Pdpte2 = VmxSwitch.Read(VmcsField.GuestPdpte2);
        fields.Pdpte3 = VmxSwitch.Read(VmcsField.GuestPdpte3);
    }

    private static void ReadSegment(uint number, ref VmxSegmentFields segment)
    {
        uint offset = number * 2;
        segment.Selector = (ushort)VmxSwitch.Read(VmcsField.GuestEsSelector + offset);
        segment.AccessRights = (uint)VmxSwitch.Read(VmcsField.GuestEsAccessRights + offset);
        segment.Limit = (uint)VmxSwitch.Read(VmcsField.GuestEsLimit + offset);
        segment.Base = VmxSwitch.Read(VmcsField.GuestEsBase + offset);
    }
}
