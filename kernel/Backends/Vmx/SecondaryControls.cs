// The secondary processor-based VM-execution controls, one constant a bit.
namespace MicroHV.Kernel.Backends;

/// <summary>Secondary processor-based VM-execution controls. SDM 3C, "Processor-Based VM-Execution Controls".</summary>
public static class SecondaryControls
{
    /// <summary>Accesses to the APIC-access page are treated specially.</summary>
    public const uint VirtualizeApicAccesses = 1u << 0;

    /// <summary>Guest-physical addresses are translated by EPT.</summary>
    public const uint EnableEpt = 1u << 1;

    /// <summary>LGDT, LIDT, LLDT, LTR, SGDT, SIDT, SLDT and STR cause VM exits.</summary>
    public const uint DescriptorTableExiting = 1u << 2;

    /// <summary>RDTSCP and RDPID do not cause #UD.</summary>
    public const uint EnableRdtscp = 1u << 3;

    /// <summary>RDMSR and WRMSR of x2APIC registers are treated specially.</summary>
    public const uint VirtualizeX2ApicMode = 1u << 4;

    /// <summary>Cached translations are tagged with a virtual-processor identifier.</summary>
    public const uint EnableVpid = 1u << 5;

    /// <summary>WBINVD and WBNOINVD cause VM exits.</summary>
    public const uint WbinvdExiting = 1u << 6;

    /// <summary>The guest may run in real mode and without paging.</summary>
    public const uint UnrestrictedGuest = 1u << 7;

    /// <summary>Reads of APIC registers come from the virtual-APIC page.</summary>
    public const uint ApicRegisterVirtualization = 1u << 8;

    /// <summary>The processor evaluates and delivers pending virtual interrupts.</summary>
    public const uint VirtualInterruptDelivery = 1u << 9;

    /// <summary>A loop of PAUSE causes a VM exit.</summary>
    public const uint PauseLoopExiting = 1u << 10;

    /// <summary>RDRAND causes VM exits.</summary>
    public const uint RdrandExiting = 1u << 11;

    /// <summary>INVPCID does not cause #UD.</summary>
    public const uint EnableInvpcid = 1u << 12;

    /// <summary>VMFUNC can be used.</summary>
    public const uint EnableVmFunctions = 1u << 13;

    /// <summary>VMREAD and VMWRITE of the guest may reach a shadow VMCS.</summary>
    public const uint VmcsShadowing = 1u << 14;

    /// <summary>The ENCLS-exiting bitmap is used.</summary>
    public const uint EnableEnclsExiting = 1u << 15;

    /// <summary>RDSEED causes VM exits.</summary>
    public const uint RdseedExiting = 1u << 16;

    /// <summary>Writes to guest-physical pages are logged.</summary>
    public const uint EnablePml = 1u << 17;

    /// <summary>EPT violations may cause #VE in the guest instead of VM exits.</summary>
    public const uint EptViolationException = 1u << 18;

    /// <summary>Processor Trace does not show VMX non-root operation.</summary>
    public const uint ConcealVmxFromPt = 1u << 19;

    /// <summary>XSAVES and XRSTORS do not cause #UD.</summary>
    public const uint EnableXsaves = 1u << 20;

    /// <summary>ENQCMD translates process address space identifiers.</summary>
    public const uint PasidTranslation = 1u << 21;

    /// <summary>EPT execute permission depends on whether the linear address is user or supervisor.</summary>
    public const uint ModeBasedExecuteControl = 1u << 22;

    /// <summary>EPT write permission may be given for 128-byte sub-pages.</summary>
    public const uint SubPageWritePermissions = 1u << 23;

    /// <summary>Processor Trace's output addresses are guest-physical.</summary>
    public const uint PtUsesGuestPhysical = 1u << 24;

    /// <summary>RDTSC and RDTSCP return the TSC multiplied by the TSC multiplier.</summary>
    public const uint UseTscScaling = 1u << 25;

    /// <summary>TPAUSE, UMONITOR and UMWAIT do not cause #UD.</summary>
    public const uint EnableUserWaitPause = 1u << 26;

    /// <summary>PCONFIG does not cause #UD.</summary>
    public const uint EnablePconfig = 1u << 27;

    /// <summary>The ENCLV-exiting bitmap is used.</summary>
    public const uint EnableEnclvExiting = 1u << 28;
}
