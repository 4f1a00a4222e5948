// One broken VM entry for each rule on VMX controls.
using MicroHV.Kernel.Backends;
using MicroHV.Model.EntryChecks;
using static MicroHV.Model.EntryChecks.VmxEntryRule;

namespace MicroHV.Kernel.Tests.EntryChecks;

/// <summary>SDM 3C, "Checks on VMX Controls".</summary>
internal static class BrokenControls
{
    private const ulong TooWide = 1ul << 40;

    public static IEnumerable<Broken> All =>
        [.. Execution, .. VirtualApic, .. Ept, .. Features, .. ExitControls, .. EntryControls];

    private static Broken[] Execution =>
    [
        new(PinBasedReserved, e => e.Controls.PinBased |= 1u << 31),
        new(PinBasedReserved, e => e.Controls.PinBased &= ~2u),
        new(PrimaryReserved, e => e.Controls.Primary |= 1),
        new(SecondaryReserved, e => e.Controls.Secondary |= 1u << 31),
        new(TertiaryReserved, e =>
        {
            e.Capabilities.Primary |= (ulong)PrimaryControls.ActivateTertiaryControls << 32;
            e.Controls.Primary |= PrimaryControls.ActivateTertiaryControls;
            e.Controls.Tertiary = 1;
        }),
        new(Cr3TargetCount, e => e.Controls.Cr3TargetCount = 5),
        new(IoBitmapAlignment, e => e.Controls.IoBitmapA |= 1),
        new(IoBitmapAlignment, e => e.Controls.IoBitmapB |= 0x800),
        new(IoBitmapWidth, e => e.Controls.IoBitmapA = TooWide),
        new(IoBitmapWidth, e => e.Controls.IoBitmapB = TooWide),
        new(MsrBitmapAlignment, e => e.Controls.MsrBitmap |= 1),
        new(MsrBitmapWidth, e => e.Controls.MsrBitmap = TooWide),
        new(VirtualNmisWithoutNmiExiting, e => e.Controls.PinBased &= ~PinBasedControls.NmiExiting),
        new(NmiWindowWithoutVirtualNmis, e =>
        {
            e.Controls.PinBased &= ~PinBasedControls.VirtualNmis;
            e.Controls.Primary |= PrimaryControls.NmiWindowExiting;
        }),
    ];

    private static Broken[] VirtualApic =>
    [
        new(VirtualApicAlignment, WithTprShadow, e => e.Controls.VirtualApic = 1),
        new(VirtualApicWidth, WithTprShadow, e => e.Controls.VirtualApic = TooWide),
        new(TprThresholdReserved, WithTprShadow, e => e.Controls.TprThreshold = 0x10),
        new(TprThresholdAboveVtpr, WithTprShadow, e => e.Controls.TprThreshold = 4),
        new(X2ApicWithoutTprShadow, e => e.Controls.Secondary |= SecondaryControls.VirtualizeX2ApicMode),
        new(ApicRegistersWithoutTprShadow, e => e.Controls.Secondary |= SecondaryControls.ApicRegisterVirtualization),
        new(InterruptDeliveryWithoutTprShadow, e => e.Controls.Secondary |= SecondaryControls.VirtualInterruptDelivery),
        new(ApicAccessAlignment, WithApicAccesses, e => e.Controls.ApicAccess = 1),
        new(ApicAccessWidth, WithApicAccesses, e => e.Controls.ApicAccess = TooWide),
        new(X2ApicWithApicAccesses, WithApicAccesses,
            e => e.Controls.Secondary |= SecondaryControls.VirtualizeX2ApicMode),
        new(InterruptDeliveryWithoutExternalExiting, WithInterruptDelivery,
            e => e.Controls.PinBased &= ~PinBasedControls.ExternalInterruptExiting),
        new(PostedWithoutInterruptDelivery, WithPostedInterrupts,
            e => e.Controls.Secondary &= ~SecondaryControls.VirtualInterruptDelivery),
        new(PostedWithoutAcknowledge, WithPostedInterrupts,
            e => e.Controls.Exit &= ~VmExitControls.AcknowledgeInterruptOnExit),
        new(PostedVector, WithPostedInterrupts, e => e.Controls.PostedInterruptVector = 256),
        new(PostedDescriptorAlignment, WithPostedInterrupts, e => e.Controls.PostedInterruptDescriptor = 0x20),
        new(PostedDescriptorWidth, WithPostedInterrupts, e => e.Controls.PostedInterruptDescriptor = TooWide),
    ];

    private static Broken[] Ept =>
    [
        new(VpidZero, e => e.Controls.Vpid = 0),
        new(EptpMemoryType, e => e.Controls.Eptp &= ~2ul),
        new(EptpMemoryType, e => e.Capabilities.EptVpid &= ~(1ul << 14)),
        new(EptpWalkLength, e => e.Controls.Eptp += 8),
        new(EptpAccessedDirty, e =>
        {
            e.Capabilities.EptVpid &= ~(1ul << 21);
            e.Controls.Eptp |= 1ul << 6;
        }),
        new(EptpShadowStack, e => e.Controls.Eptp |= 1ul << 7),
        new(EptpReserved, e => e.Controls.Eptp |= 1ul << 8),
        new(EptpWidth, e => e.Controls.Eptp |= TooWide),
        new(PmlWithoutEpt, WithoutEpt, e => e.Controls.Secondary |= SecondaryControls.EnablePml),
        new(PmlAlignment, WithPml, e => e.Controls.PmlAddress = 1),
        new(PmlWidth, WithPml, e => e.Controls.PmlAddress = TooWide),
        new(UnrestrictedWithoutEpt, WithoutEpt, e => e.Controls.Secondary |= SecondaryControls.UnrestrictedGuest),
        new(ModeBasedExecuteWithoutEpt, WithoutEpt, e => e.AllowSecondary(SecondaryControls.ModeBasedExecuteControl)),
        new(SubPageWithoutEpt, WithoutEpt, e => e.AllowSecondary(SecondaryControls.SubPageWritePermissions)),
        new(SubPageTableAlignment, WithSubPages, e => e.Controls.SubPagePermissionTable = 1),
        new(SubPageTableWidth, WithSubPages, e => e.Controls.SubPagePermissionTable = TooWide),
        new(PtGuestPhysicalWithoutEpt, WithoutEpt, e => e.AllowSecondary(SecondaryControls.PtUsesGuestPhysical)),
    ];

    private static Broken[] Features =>
    [
        new(VmFunctionsReserved, WithEptpSwitching, e => e.Controls.VmFunctions |= 2),
        new(EptpSwitchingWithoutEpt, WithEptpSwitching, RemoveEpt),
        new(EptpListAlignment, WithEptpSwitching, e => e.Controls.EptpList = 1),
        new(EptpListWidth, WithEptpSwitching, e => e.Controls.EptpList = TooWide),
        new(ShadowBitmapAlignment, WithShadowing, e => e.Controls.VmreadBitmap = 1),
        new(ShadowBitmapAlignment, WithShadowing, e => e.Controls.VmwriteBitmap = 1),
        new(ShadowBitmapWidth, WithShadowing, e => e.Controls.VmreadBitmap = TooWide),
        new(ShadowBitmapWidth, WithShadowing, e => e.Controls.VmwriteBitmap = TooWide),
        new(VirtualizationExceptionAlignment, WithException, e => e.Controls.VirtualizationException = 1),
        new(VirtualizationExceptionWidth, WithException, e => e.Controls.VirtualizationException = TooWide),
        new(PtGuestPhysicalWithoutRtit, e => e.AllowSecondary(SecondaryControls.PtUsesGuestPhysical)),
        new(TscMultiplierZero, e => e.Controls.Secondary |= SecondaryControls.UseTscScaling),
    ];

    private static Broken[] ExitControls =>
    [
        new(ExitReserved, e => e.Controls.Exit |= 1u << 30),
        new(SecondaryExitReserved, e =>
        {
            e.AllowExit(VmExitControls.ActivateSecondaryControls);
            e.Controls.SecondaryExit = 1;
        }),
        new(SaveTimerWithoutTimer, e =>
        {
            e.Controls.Exit |= VmExitControls.SaveVmxPreemptionTimer;
            e.Controls.PinBased &= ~PinBasedControls.ActivateVmxPreemptionTimer;
        }),
        new(ExitMsrStoreAlignment, WithMsrAreas, e => e.Controls.ExitMsrStore |= 8),
        new(ExitMsrStoreWidth, WithMsrAreas, e => e.Controls.ExitMsrStore = TooWide),
        new(ExitMsrStoreWidth, WithMsrAreas, e => e.Controls.ExitMsrStore = TooWide - 16),
        new(ExitMsrLoadAlignment, WithMsrAreas, e => e.Controls.ExitMsrLoad |= 8),
        new(ExitMsrLoadWidth, WithMsrAreas, e => e.Controls.ExitMsrLoad = TooWide - 16),
    ];

    private static Broken[] EntryControls =>
    [
        new(EntryReserved, e => e.Controls.Entry |= 1u << 31),
        new(EventType, e => e.Controls.EntryInterruption = 0x8000_0100),
        new(EventType, e => e.Controls.EntryInterruption = 0x8000_0700),
        new(EventVector, e => e.Controls.EntryInterruption = 0x8000_0203),
        new(EventVector, e => e.Controls.EntryInterruption = 0x8000_0320),
        new(EventVector, e =>
        {
            e.Capabilities.Primary |= (ulong)PrimaryControls.MonitorTrapFlag << 32;
            e.Controls.EntryInterruption = 0x8000_0701;
        }),
        new(EventErrorCodeForbidden, e => e.Controls.EntryInterruption = 0x8000_0B06),
        new(EventErrorCodeForbidden, e => e.Controls.EntryInterruption = 0x8000_0820),
        new(EventErrorCodeForbidden, VmxEntry.RealMode, e => e.Controls.EntryInterruption = 0x8000_0B0D),
        new(EventErrorCodeRequired, e => e.Controls.EntryInterruption = 0x8000_030D),
        new(EventReserved, e => e.Controls.EntryInterruption = 0x8000_1306),
        new(EventErrorCodeReserved, e =>
        {
            e.Controls.EntryInterruption = 0x8000_0B0D;
            e.Controls.EntryErrorCode = 0x1_0000;
        }),
        new(EventInstructionLength, e =>
        {
            e.Controls.EntryInterruption = 0x8000_0480;
            e.Controls.EntryInstructionLength = 16;
        }),
        new(EventInstructionLength, e =>
        {
            e.Capabilities.Miscellaneous &= ~(1ul << 30);
            e.Controls.EntryInterruption = 0x8000_0480;
        }),
        new(EntryMsrLoadAlignment, WithMsrAreas, e => e.Controls.EntryMsrLoad |= 8),
        new(EntryMsrLoadWidth, WithMsrAreas, e => e.Controls.EntryMsrLoad = TooWide - 16),
        new(EntryToSmm, e => e.Controls.Entry |= VmEntryControls.EntryToSmm),
        new(DeactivateDualMonitor, e => e.Controls.Entry |= VmEntryControls.DeactivateDualMonitorTreatment),
    ];

    private static VmxEntry With(Action<VmxEntry> change)
    {
        VmxEntry entry = VmxEntry.LongMode();
        change(entry);
        return entry;
    }

    private static VmxEntry WithTprShadow() => With(e =>
    {
        e.Controls.Primary |= PrimaryControls.UseTprShadow;
        e.Controls.TprThreshold = 3;
        e.Controls.VirtualTaskPriority = 0x3F;
    });

    private static VmxEntry WithApicAccesses()
    {
        VmxEntry entry = WithTprShadow();
        entry.Controls.Secondary |= SecondaryControls.VirtualizeApicAccesses;
        return entry;
    }

    private static VmxEntry WithInterruptDelivery()
    {
        VmxEntry entry = WithTprShadow();
        entry.Controls.Secondary |= SecondaryControls.VirtualInterruptDelivery;
        return entry;
    }

    private static VmxEntry WithPostedInterrupts()
    {
        VmxEntry entry = WithInterruptDelivery();
        entry.AllowPinBased(PinBasedControls.ProcessPostedInterrupts);
        entry.Controls.Exit |= VmExitControls.AcknowledgeInterruptOnExit;
        entry.Controls.PostedInterruptVector = 255;
        return entry;
    }

    private static VmxEntry WithoutEpt() => With(RemoveEpt);

    private static void RemoveEpt(VmxEntry entry) =>
        entry.Controls.Secondary &= ~(SecondaryControls.EnableEpt | SecondaryControls.UnrestrictedGuest);

    private static VmxEntry WithPml() => With(e => e.Controls.Secondary |= SecondaryControls.EnablePml);

    private static VmxEntry WithSubPages() => With(e => e.AllowSecondary(SecondaryControls.SubPageWritePermissions));

    private static VmxEntry WithEptpSwitching() => With(e =>
    {
        e.Controls.Secondary |= SecondaryControls.EnableVmFunctions;
        e.Controls.VmFunctions = 1;
    });

    private static VmxEntry WithShadowing() => With(e => e.Controls.Secondary |= SecondaryControls.VmcsShadowing);

    private static VmxEntry WithException() => With(e => e.AllowSecondary(SecondaryControls.EptViolationException));

    private static VmxEntry WithMsrAreas() => With(e =>
    {
        e.Controls.ExitMsrStoreCount = 2;
        e.Controls.ExitMsrLoadCount = 2;
        e.Controls.EntryMsrLoadCount = 2;
    });
}
