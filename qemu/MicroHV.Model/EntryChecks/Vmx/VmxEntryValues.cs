// The values that a refused VM entry was made with, sorted into what the checks take.
namespace MicroHV.Model.EntryChecks;

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;

/// <summary>Reads an <see cref="EntryFailureRecord"/> of VMX by the table that the kernel wrote it by.</summary>
public sealed class VmxEntryValues
{
    private readonly VmxCapabilityFields _capabilities;
    private readonly Dictionary<VmcsField, ulong> _fields = [];

    private VmxEntryValues(ReadOnlySpan<ulong> values)
    {
        ReadOnlySpan<VmcsField> fields = VmxEntryFields.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            _fields.Add(fields[i], values[i]);
        }

        _capabilities = MemoryMarshal.Read<VmxCapabilityFields>(MemoryMarshal.AsBytes(values[fields.Length..]));
    }

    /// <summary>How many values a record has.</summary>
    public static unsafe int Count => VmxEntryFields.Fields.Length + (sizeof(VmxCapabilityFields) / sizeof(ulong));

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    /// <param name="values">Values of a record, <see cref="Count"/> of them.</param>
    public static VmxEntryRule FirstViolation(ReadOnlySpan<ulong> values)
    {
        VmxEntryValues entry = new(values);
        VmxControlFields controls = entry.Controls();
        VmxHostFields host = entry.Host();
        VmxGuestFields guest = entry.Guest();
        return VmxEntryChecks.FirstViolation(in entry._capabilities, in controls, in host, in guest);
    }

    private ulong this[VmcsField field] => _fields[field];

    private VmxControlFields Controls() => new()
    {
        PinBased = (uint)this[VmcsField.PinBasedControls],
        Primary = (uint)this[VmcsField.PrimaryProcessorBasedControls],
        Secondary = (uint)this[VmcsField.SecondaryProcessorBasedControls],
        Exit = (uint)this[VmcsField.VmExitControls],
        Entry = (uint)this[VmcsField.VmEntryControls],
        Cr3TargetCount = (uint)this[VmcsField.Cr3TargetCount],
        IoBitmapA = this[VmcsField.IoBitmapA],
        IoBitmapB = this[VmcsField.IoBitmapB],
        MsrBitmap = this[VmcsField.MsrBitmaps],
        Vpid = (ushort)this[VmcsField.VirtualProcessorIdentifier],
        Eptp = this[VmcsField.EptPointer],
        ExitMsrStoreCount = (uint)this[VmcsField.VmExitMsrStoreCount],
        ExitMsrLoadCount = (uint)this[VmcsField.VmExitMsrLoadCount],
        EntryMsrLoadCount = (uint)this[VmcsField.VmEntryMsrLoadCount],
        EntryInterruption = (uint)this[VmcsField.VmEntryInterruptionInformation],
        EntryErrorCode = (uint)this[VmcsField.VmEntryExceptionErrorCode],
        EntryInstructionLength = (uint)this[VmcsField.VmEntryInstructionLength],
    };

    private VmxHostFields Host() => new()
    {
        IsInIa32eMode = true,
        EsSelector = (ushort)this[VmcsField.HostEsSelector],
        CsSelector = (ushort)this[VmcsField.HostCsSelector],
        SsSelector = (ushort)this[VmcsField.HostSsSelector],
        DsSelector = (ushort)this[VmcsField.HostDsSelector],
        FsSelector = (ushort)this[VmcsField.HostFsSelector],
        GsSelector = (ushort)this[VmcsField.HostGsSelector],
        TrSelector = (ushort)this[VmcsField.HostTrSelector],
        Cr0 = this[VmcsField.HostCr0],
        Cr3 = this[VmcsField.HostCr3],
        Cr4 = this[VmcsField.HostCr4],
        FsBase = this[VmcsField.HostFsBase],
        GsBase = this[VmcsField.HostGsBase],
        TrBase = this[VmcsField.HostTrBase],
        GdtrBase = this[VmcsField.HostGdtrBase],
        IdtrBase = this[VmcsField.HostIdtrBase],
        Rip = this[VmcsField.HostRip],
        SysenterEsp = this[VmcsField.HostSysenterEsp],
        SysenterEip = this[VmcsField.HostSysenterEip],
        Pat = this[VmcsField.HostPat],
        Efer = this[VmcsField.HostEfer],
    };

    private VmxGuestFields Guest() => new()
    {
        Cr0 = this[VmcsField.GuestCr0],
        Cr3 = this[VmcsField.GuestCr3],
        Cr4 = this[VmcsField.GuestCr4],
        Dr7 = this[VmcsField.GuestDr7],
        Rip = this[VmcsField.GuestRip],
        Rflags = this[VmcsField.GuestRflags],
        DebugCtl = this[VmcsField.GuestDebugCtl],
        SysenterEsp = this[VmcsField.GuestSysenterEsp],
        SysenterEip = this[VmcsField.GuestSysenterEip],
        Pat = this[VmcsField.GuestPat],
        Efer = this[VmcsField.GuestEfer],
        Es = Segment(0),
        Cs = Segment(1),
        Ss = Segment(2),
        Ds = Segment(3),
        Fs = Segment(4),
        Gs = Segment(5),
        Ldtr = Segment(6),
        Tr = Segment(7),
        GdtrBase = this[VmcsField.GuestGdtrBase],
        IdtrBase = this[VmcsField.GuestIdtrBase],
        GdtrLimit = (uint)this[VmcsField.GuestGdtrLimit],
        IdtrLimit = (uint)this[VmcsField.GuestIdtrLimit],
        ActivityState = (uint)this[VmcsField.GuestActivityState],
        Interruptibility = (uint)this[VmcsField.GuestInterruptibilityState],
        PendingDebugExceptions = this[VmcsField.GuestPendingDebugExceptions],
        VmcsLinkPointer = this[VmcsField.VmcsLinkPointer],
        Pdpte0 = this[VmcsField.GuestPdpte0],
        Pdpte1 = this[VmcsField.GuestPdpte1],
        Pdpte2 = this[VmcsField.GuestPdpte2],
        Pdpte3 = this[VmcsField.GuestPdpte3],
    };

    // Fields of one segment register lie at the same distance from ES's in each group of the VMCS, two per register.
    private VmxSegmentFields Segment(uint number) => new()
    {
        Selector = (ushort)this[VmcsField.GuestEsSelector + (2 * number)],
        AccessRights = (uint)this[VmcsField.GuestEsAccessRights + (2 * number)],
        Limit = (uint)this[VmcsField.GuestEsLimit + (2 * number)],
        Base = this[VmcsField.GuestEsBase + (2 * number)],
    };
}
