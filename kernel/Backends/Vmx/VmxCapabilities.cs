// Whether a processor's VMX is enough for the kernel, and if not, what is missing.
namespace MicroHV.Kernel.Backends;

/// <summary>
/// What the kernel requires of VMX, and would like to have. SDM 3D, "VMX Capability Reporting Facility". Pure: the
/// caller reads CPUID and the MSRs, and reads the MSRs only where CPUID says that there is VMX.
/// </summary>
public static class VmxCapabilities
{
    /// <summary>Pin-based controls that the kernel cannot do without.</summary>
    public const uint RequiredPinBased = PinBasedControls.ExternalInterruptExiting | PinBasedControls.NmiExiting
        | PinBasedControls.VirtualNmis | PinBasedControls.ActivateVmxPreemptionTimer;

    /// <summary>Primary processor-based controls that the kernel cannot do without.</summary>
    public const uint RequiredPrimary = PrimaryControls.UseIoBitmaps | PrimaryControls.UseMsrBitmaps
        | PrimaryControls.ActivateSecondaryControls;

    /// <summary>Secondary processor-based controls that the kernel cannot do without.</summary>
    public const uint RequiredSecondary = SecondaryControls.EnableEpt | SecondaryControls.EnableVpid
        | SecondaryControls.UnrestrictedGuest;

    /// <summary>Secondary processor-based controls that the kernel uses where they exist.</summary>
    public const uint OptionalSecondary = SecondaryControls.EnableRdtscp | SecondaryControls.WbinvdExiting
        | SecondaryControls.EnableInvpcid | SecondaryControls.EnableXsaves;

    /// <summary>VM-exit controls that the kernel cannot do without.</summary>
    public const uint RequiredExit = VmExitControls.HostAddressSpaceSize | VmExitControls.SaveEfer
        | VmExitControls.LoadEfer | VmExitControls.SavePat | VmExitControls.LoadPat;

    /// <summary>VM-entry controls that the kernel cannot do without; IA-32e mode guest follows the guest.</summary>
    public const uint RequiredEntry = VmEntryControls.LoadEfer | VmEntryControls.LoadPat;

    private const ulong FeatureControlLock = 1ul << 0;
    private const ulong FeatureControlVmxOutsideSmx = 1ul << 2;

    private const ulong BasicAddressesOf32Bits = 1ul << 48;
    private const ulong BasicTrueControls = 1ul << 55;
    private const ulong WriteBack = 6;

    private const ulong EptFourLevels = 1ul << 6;
    private const ulong EptWriteBack = 1ul << 14;
    private const ulong Invept = 1ul << 20;
    private const ulong InveptSingleContext = 1ul << 25;
    private const ulong InveptAllContexts = 1ul << 26;
    private const ulong Invvpid = 1ul << 32;
    private const ulong InvvpidSingleContext = 1ul << 41;
    private const ulong InvvpidAllContexts = 1ul << 42;

    /// <summary>Every requirement that the processor does not meet.</summary>
    public static Missing Probe(in VmxCapabilityFields capabilities)
    {
        if (!capabilities.HasVmx)
        {
            return Missing.Vmx;
        }

        return Firmware(capabilities.FeatureControl)
            | Basic(capabilities.Basic)
            | PinBased(capabilities.PinBased)
            | ProcessorBased(in capabilities)
            | ExitAndEntry(in capabilities);
    }

    /// <summary>
    /// The value that IA32_FEATURE_CONTROL must be given before VMXON: unchanged if locked, else locked with VMX on.
    /// </summary>
    public static ulong FeatureControl(ulong value) =>
        Has(value, FeatureControlLock) ? value : value | FeatureControlLock | FeatureControlVmxOutsideSmx;

    private static bool Has(ulong value, ulong bits) => (value & bits) == bits;

    private static Missing Unless(bool isMet, Missing requirement) => isMet ? Missing.Nothing : requirement;

    private static Missing Firmware(ulong featureControl) =>
        Unless(Has(FeatureControl(featureControl), FeatureControlVmxOutsideSmx), Missing.VmxAllowedByFirmware);

    private static Missing Basic(ulong basic)
    {
        ulong regionSizeBytes = (basic >> 32) & 0x1FFF;
        bool isWriteBack = ((basic >> 50) & 0xF) == WriteBack;
        bool fitsAnyFrame = isWriteBack && regionSizeBytes <= 4096 && !Has(basic, BasicAddressesOf32Bits);
        return Unless(Has(basic, BasicTrueControls), Missing.VmxTrueControls)
            | Unless(fitsAnyFrame, Missing.VmxWriteBackVmcs);
    }

    private static Missing PinBased(ulong capability)
    {
        ulong allowed = capability >> 32;
        return Unless(
                Has(allowed, PinBasedControls.ExternalInterruptExiting), Missing.VmxExternalInterruptExiting)
            | Unless(Has(allowed, PinBasedControls.NmiExiting), Missing.VmxNmiExiting)
            | Unless(Has(allowed, PinBasedControls.VirtualNmis), Missing.VmxVirtualNmis)
            | Unless(Has(allowed, PinBasedControls.ActivateVmxPreemptionTimer), Missing.VmxPreemptionTimer);
    }

    private static Missing ProcessorBased(in VmxCapabilityFields capabilities)
    {
        ulong primary = capabilities.Primary >> 32;
        Missing missing = Unless(Has(primary, PrimaryControls.UseIoBitmaps), Missing.VmxIoBitmaps)
            | Unless(Has(primary, PrimaryControls.UseMsrBitmaps), Missing.VmxMsrBitmaps);
        if (!Has(primary, PrimaryControls.ActivateSecondaryControls))
        {
            return missing | Missing.VmxSecondaryControls | Missing.Ept | Missing.Vpid | Missing.VmxUnrestrictedGuest;
        }

        ulong secondary = capabilities.Secondary >> 32;
        return missing
            | Ept(secondary, capabilities.EptVpid)
            | Vpid(secondary, capabilities.EptVpid)
            | Unless(Has(secondary, SecondaryControls.UnrestrictedGuest), Missing.VmxUnrestrictedGuest);
    }

    private static Missing Ept(ulong secondary, ulong eptVpid)
    {
        if (!Has(secondary, SecondaryControls.EnableEpt))
        {
            return Missing.Ept;
        }

        bool hasInvept = Has(eptVpid, Invept) && (eptVpid & (InveptSingleContext | InveptAllContexts)) != 0;
        return Unless(Has(eptVpid, EptFourLevels), Missing.EptFourLevels)
            | Unless(Has(eptVpid, EptWriteBack), Missing.EptWriteBack)
            | Unless(hasInvept, Missing.Invept);
    }

    private static Missing Vpid(ulong secondary, ulong eptVpid)
    {
        if (!Has(secondary, SecondaryControls.EnableVpid))
        {
            return Missing.Vpid;
        }

        bool hasInvvpid = Has(eptVpid, Invvpid) && (eptVpid & (InvvpidSingleContext | InvvpidAllContexts)) != 0;
        return Unless(hasInvvpid, Missing.Invvpid);
    }

    private static Missing ExitAndEntry(in VmxCapabilityFields capabilities)
    {
        ulong exit = capabilities.Exit >> 32;
        ulong entry = capabilities.Entry >> 32;
        return Unless(Has(exit, VmExitControls.HostAddressSpaceSize), Missing.VmxHost64Bit)
            | Unless(Has(exit, VmExitControls.SaveEfer | VmExitControls.LoadEfer), Missing.VmxExitEfer)
            | Unless(Has(exit, VmExitControls.SavePat | VmExitControls.LoadPat), Missing.VmxExitPat)
            | Unless(Has(entry, VmEntryControls.Ia32eModeGuest), Missing.VmxGuest64Bit)
            | Unless(Has(entry, VmEntryControls.LoadEfer), Missing.VmxEntryEfer)
            | Unless(Has(entry, VmEntryControls.LoadPat), Missing.VmxEntryPat);
    }
}
