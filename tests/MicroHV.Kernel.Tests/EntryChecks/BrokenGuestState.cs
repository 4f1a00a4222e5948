// One broken VM entry for each rule on guest state, segment registers apart.
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;
using static MicroHV.Model.EntryChecks.VmxEntryRule;

namespace MicroHV.Kernel.Tests.EntryChecks;

/// <summary>SDM 3C, "Checks on the Guest State Area".</summary>
internal static class BrokenGuestState
{
    private const ulong NotCanonical = 1ul << 47;
    private const uint InjectExternalInterrupt = 0x8000_0020;
    private const uint InjectNmi = 0x8000_0202;
    private const uint InjectInvalidOpcode = 0x8000_0306;

    public static IEnumerable<Broken> All =>
        [.. ControlRegisters, .. Msrs, .. RipAndRflags, .. Activity, .. Interruptibility, .. Pending, .. LinkAndPdptes];

    private static Broken[] ControlRegisters =>
    [
        new(GuestCr0, e => e.Guest.Cr0 &= ~CR0.NE),
        new(GuestCr0, e => e.Guest.Cr0 |= 1ul << 32),
        new(GuestCr0, VmxEntry.RealMode, e => e.Restrict()),
        new(GuestPagingWithoutProtection, e => e.Guest.Cr0 &= ~CR0.PE),
        new(GuestCr4, e => e.Guest.Cr4 &= ~CR4.VMXE),
        new(GuestCr4, e => e.Guest.Cr4 |= CR4.LA57),
        new(GuestCetWithoutWriteProtect, e =>
        {
            e.Capabilities.Cr4Fixed1 |= CR4.CET;
            e.Guest.Cr4 |= CR4.CET;
            e.Guest.Cr0 &= ~CR0.WP;
        }),
        new(GuestDebugCtl, e => e.Guest.DebugCtl = 4),
        new(GuestIa32eWithoutPaging, e => e.Guest.Cr0 &= ~CR0.PG),
        new(GuestIa32eWithoutPae, e => e.Guest.Cr4 &= ~CR4.PAE),
        new(GuestPcideOutsideIa32e, VmxEntry.ProtectedMode, e => e.Guest.Cr4 |= CR4.PCIDE),
        new(GuestCr3, e => e.Guest.Cr3 |= 1ul << 40),
        new(GuestDr7, e => e.Guest.Dr7 |= 1ul << 32),
        new(GuestGdtrBase, e => e.Guest.GdtrBase = NotCanonical),
        new(GuestIdtrBase, e => e.Guest.IdtrBase = NotCanonical),
        new(GuestGdtrLimit, e => e.Guest.GdtrLimit = 0x1_0000),
        new(GuestIdtrLimit, e => e.Guest.IdtrLimit = 0x1_0000),
    ];

    private static Broken[] Msrs =>
    [
        new(GuestSysenterEsp, e => e.Guest.SysenterEsp = NotCanonical),
        new(GuestSysenterEip, e => e.Guest.SysenterEip = NotCanonical),
        new(GuestPerfGlobalCtrl, e =>
        {
            e.Controls.Entry |= VmEntryControls.LoadPerfGlobalCtrl;
            e.Guest.PerfGlobalCtrl = 1ul << 63;
        }),
        new(GuestPat, e => e.Guest.Pat |= 8),
        new(GuestEferReserved, e => e.Guest.Efer |= 2),
        new(GuestEferLma, e => e.Guest.Efer &= ~EFER.LMA),
        new(GuestEferLma, VmxEntry.ProtectedMode, e => e.Guest.Efer |= EFER.LMA),
        new(GuestEferLme, e => e.Guest.Efer &= ~EFER.LME),
        new(GuestEferLme, VmxEntry.PaePaging, e => e.Guest.Efer |= EFER.LME),
        new(GuestBndcfgs, WithBndcfgs, e => e.Guest.Bndcfgs = 4),
        new(GuestBndcfgs, WithBndcfgs, e => e.Guest.Bndcfgs = NotCanonical),
        new(GuestSCet, WithCet, e => e.Guest.SCet = 1ul << 9),
        new(GuestInterruptSspTable, WithCet, e => e.Guest.InterruptSspTable = NotCanonical),
        new(GuestPkrs, e =>
        {
            e.AllowEntry(VmEntryControls.LoadPkrs);
            e.Guest.Pkrs = 1ul << 32;
        }),
    ];

    private static Broken[] RipAndRflags =>
    [
        new(GuestRipHigh, VmxEntry.ProtectedMode, e => e.Guest.Rip = 1ul << 32),
        new(GuestRipHigh, e => e.Guest.Cs.AccessRights &= ~(1u << 13)),
        new(GuestRipWidth, e => e.Guest.Rip = 1ul << 48),
        new(GuestRflagsReserved, e => e.Guest.Rflags |= 1ul << 3),
        new(GuestRflagsReserved, e => e.Guest.Rflags |= 1ul << 22),
        new(GuestRflagsFixed, e => e.Guest.Rflags &= ~RFLAGS.Fixed1),
        new(GuestRflagsVm, VmxEntry.Virtual8086Mode, e => e.Guest.Cr0 &= ~(CR0.PE | CR0.PG)),
        new(GuestRflagsIf, e => e.Controls.EntryInterruption = InjectExternalInterrupt),
        new(GuestSsp, WithCet, e => e.Guest.Ssp = 1),
        new(GuestSsp, WithCet, e => e.Guest.Ssp = 1ul << 48),
    ];

    private static Broken[] Activity =>
    [
        new(ActivityStateReserved, e => e.Guest.ActivityState = 4),
        new(ActivityStateUnsupported, e =>
        {
            e.Capabilities.Miscellaneous &= ~(1ul << 6);
            e.Guest.ActivityState = 1;
        }),
        new(ActivityHaltWithDpl, e =>
        {
            e.Guest.Cs.AccessRights |= 3u << 5;
            e.Guest.Ss.AccessRights |= 3u << 5;
            e.Guest.ActivityState = 1;
        }),
        new(ActivityWithBlocking, e =>
        {
            e.Guest.ActivityState = 1;
            e.Guest.Interruptibility = 2;
        }),
        new(ActivityHaltEvent, e => Inject(e, InjectInvalidOpcode, activity: 1)),
        new(ActivityShutdownEvent, e => Inject(e, InjectExternalInterrupt, activity: 2)),
        new(ActivityWaitForSipiEvent, e => Inject(e, InjectNmi, activity: 3)),
    ];

    private static Broken[] Interruptibility =>
    [
        new(InterruptibilityReserved, e => e.Guest.Interruptibility = 0x20),
        new(InterruptibilityStiAndMovSs, e =>
        {
            e.Guest.Rflags |= RFLAGS.IF;
            e.Guest.Interruptibility = 3;
        }),
        new(InterruptibilityStiWithoutIf, e => e.Guest.Interruptibility = 1),
        new(InterruptibilityExternalInterrupt, e =>
        {
            Inject(e, InjectExternalInterrupt, activity: 0);
            e.Guest.Interruptibility = 1;
        }),
        new(InterruptibilityNmi, e =>
        {
            Inject(e, InjectNmi, activity: 0);
            e.Guest.Interruptibility = 2;
        }),
        new(InterruptibilitySmi, e => e.Guest.Interruptibility = 4),
        new(InterruptibilityVirtualNmi, e =>
        {
            Inject(e, InjectNmi, activity: 0);
            e.Guest.Interruptibility = 8;
        }),
        new(InterruptibilityEnclaveMovSs, e =>
        {
            e.Capabilities.HasSgx = true;
            e.Guest.Interruptibility = 0x12;
        }),
        new(InterruptibilityEnclaveSupport, e => e.Guest.Interruptibility = 0x10),
    ];

    private static Broken[] Pending =>
    [
        new(PendingDebugReserved, e => e.Guest.PendingDebugExceptions = 1ul << 4),
        new(PendingDebugReserved, e => e.Guest.PendingDebugExceptions = 1ul << 63),
        new(PendingDebugSingleStepMissing, e =>
        {
            e.Guest.Rflags |= RFLAGS.TF;
            e.Guest.Interruptibility = 2;
        }),
        new(PendingDebugSingleStepMissing, e =>
        {
            e.Guest.Rflags |= RFLAGS.TF;
            e.Guest.ActivityState = 1;
        }),
        new(PendingDebugSingleStepExtra, e =>
        {
            e.Guest.PendingDebugExceptions = 1ul << 14;
            e.Guest.Interruptibility = 2;
        }),
        new(PendingDebugRtmBits, WithRtm, e => e.Guest.PendingDebugExceptions |= 1),
        new(PendingDebugRtmBits, WithRtm, e => e.Guest.PendingDebugExceptions &= ~(1ul << 12)),
        new(PendingDebugRtmSupport, WithRtm, e => e.Capabilities.HasRtm = false),
        new(PendingDebugRtmMovSs, WithRtm, e => e.Guest.Interruptibility = 2),
    ];

    private static Broken[] LinkAndPdptes =>
    [
        new(VmcsLinkAlignment, WithLink, e => e.Guest.VmcsLinkPointer |= 1),
        new(VmcsLinkWidth, WithLink, e => e.Guest.VmcsLinkPointer |= 1ul << 40),
        new(VmxEntryRule.VmcsLinkRevision, WithLink, e => e.Guest.VmcsLinkRevision = 0x2C),
        new(VmxEntryRule.VmcsLinkRevision, WithLink, e => e.Guest.VmcsLinkRevision |= 1u << 31),
        new(VmcsLinkCurrent, WithLink, e => e.Guest.CurrentVmcs = e.Guest.VmcsLinkPointer),
        new(GuestPdpte0, VmxEntry.PaePaging, e => e.Guest.Pdpte0 |= 2),
        new(GuestPdpte1, VmxEntry.PaePaging, e => e.Guest.Pdpte1 |= 1ul << 8),
        new(GuestPdpte2, VmxEntry.PaePaging, e => e.Guest.Pdpte2 |= 1),
        new(GuestPdpte3, VmxEntry.PaePaging, e => e.Guest.Pdpte3 = (1ul << 40) | 1),
    ];

    private static void Inject(VmxEntry entry, uint interruption, uint activity)
    {
        entry.Guest.Rflags |= RFLAGS.IF;
        entry.Controls.EntryInterruption = interruption;
        entry.Guest.ActivityState = activity;
    }

    private static VmxEntry With(Action<VmxEntry> change)
    {
        VmxEntry entry = VmxEntry.LongMode();
        change(entry);
        return entry;
    }

    private static VmxEntry WithBndcfgs() => With(e => e.AllowEntry(VmEntryControls.LoadBndcfgs));

    private static VmxEntry WithCet() => With(e => e.AllowEntry(VmEntryControls.LoadCetState));

    private static VmxEntry WithRtm() => With(e =>
    {
        e.Capabilities.HasRtm = true;
        e.Guest.PendingDebugExceptions = (1ul << 16) | (1ul << 12);
    });

    private static VmxEntry WithLink() => With(e =>
    {
        e.Guest.VmcsLinkPointer = 0x7000;
        e.Guest.VmcsLinkRevision = 0x2B;
        e.Guest.CurrentVmcs = 0x8000;
    });
}
