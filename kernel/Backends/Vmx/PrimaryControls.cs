// The primary processor-based VM-execution controls, one constant a bit.
namespace MicroHV.Kernel.Backends;

/// <summary>Primary processor-based VM-execution controls. SDM 3C, "Processor-Based VM-Execution Controls".</summary>
public static class PrimaryControls
{
    /// <summary>A VM exit occurs as soon as the guest can take an interrupt.</summary>
    public const uint InterruptWindowExiting = 1u << 2;

    /// <summary>RDTSC and RDTSCP return the TSC with the TSC offset added.</summary>
    public const uint UseTscOffsetting = 1u << 3;

    /// <summary>HLT causes VM exits.</summary>
    public const uint HltExiting = 1u << 7;

    /// <summary>INVLPG causes VM exits.</summary>
    public const uint InvlpgExiting = 1u << 9;

    /// <summary>MWAIT causes VM exits.</summary>
    public const uint MwaitExiting = 1u << 10;

    /// <summary>RDPMC causes VM exits.</summary>
    public const uint RdpmcExiting = 1u << 11;

    /// <summary>RDTSC and RDTSCP cause VM exits.</summary>
    public const uint RdtscExiting = 1u << 12;

    /// <summary>MOV to CR3 causes VM exits.</summary>
    public const uint Cr3LoadExiting = 1u << 15;

    /// <summary>MOV from CR3 causes VM exits.</summary>
    public const uint Cr3StoreExiting = 1u << 16;

    /// <summary>The tertiary controls are used.</summary>
    public const uint ActivateTertiaryControls = 1u << 17;

    /// <summary>MOV to CR8 causes VM exits.</summary>
    public const uint Cr8LoadExiting = 1u << 19;

    /// <summary>MOV from CR8 causes VM exits.</summary>
    public const uint Cr8StoreExiting = 1u << 20;

    /// <summary>CR8 and the TPR are virtualized in the virtual-APIC page.</summary>
    public const uint UseTprShadow = 1u << 21;

    /// <summary>A VM exit occurs as soon as the guest can take a virtual NMI.</summary>
    public const uint NmiWindowExiting = 1u << 22;

    /// <summary>MOV to and from debug registers causes VM exits.</summary>
    public const uint MovDrExiting = 1u << 23;

    /// <summary>Every I/O instruction causes a VM exit, unless I/O bitmaps are used.</summary>
    public const uint UnconditionalIoExiting = 1u << 24;

    /// <summary>The I/O bitmaps say which ports cause VM exits.</summary>
    public const uint UseIoBitmaps = 1u << 25;

    /// <summary>A VM exit occurs after every instruction.</summary>
    public const uint MonitorTrapFlag = 1u << 27;

    /// <summary>The MSR bitmaps say which MSRs cause VM exits.</summary>
    public const uint UseMsrBitmaps = 1u << 28;

    /// <summary>MONITOR causes VM exits.</summary>
    public const uint MonitorExiting = 1u << 29;

    /// <summary>PAUSE causes VM exits.</summary>
    public const uint PauseExiting = 1u << 30;

    /// <summary>The secondary controls are used.</summary>
    public const uint ActivateSecondaryControls = 1u << 31;
}
