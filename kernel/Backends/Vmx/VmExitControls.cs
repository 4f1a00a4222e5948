// The primary VM-exit controls, one constant a bit.
namespace MicroHV.Kernel.Backends;

/// <summary>Primary VM-exit controls. SDM 3C, "VM-Exit Controls".</summary>
public static class VmExitControls
{
    /// <summary>DR7 and IA32_DEBUGCTL are saved.</summary>
    public const uint SaveDebugControls = 1u << 2;

    /// <summary>The host runs in 64-bit mode after a VM exit.</summary>
    public const uint HostAddressSpaceSize = 1u << 9;

    /// <summary>IA32_PERF_GLOBAL_CTRL is loaded.</summary>
    public const uint LoadPerfGlobalCtrl = 1u << 12;

    /// <summary>The processor acknowledges the interrupt that caused the exit and stores its vector.</summary>
    public const uint AcknowledgeInterruptOnExit = 1u << 15;

    /// <summary>IA32_PAT is saved.</summary>
    public const uint SavePat = 1u << 18;

    /// <summary>IA32_PAT is loaded.</summary>
    public const uint LoadPat = 1u << 19;

    /// <summary>IA32_EFER is saved.</summary>
    public const uint SaveEfer = 1u << 20;

    /// <summary>IA32_EFER is loaded.</summary>
    public const uint LoadEfer = 1u << 21;

    /// <summary>The value of the VMX-preemption timer is saved.</summary>
    public const uint SaveVmxPreemptionTimer = 1u << 22;

    /// <summary>IA32_BNDCFGS is cleared.</summary>
    public const uint ClearBndcfgs = 1u << 23;

    /// <summary>Processor Trace does not show VM exits.</summary>
    public const uint ConcealVmxFromPt = 1u << 24;

    /// <summary>IA32_RTIT_CTL is cleared.</summary>
    public const uint ClearRtitCtl = 1u << 25;

    /// <summary>IA32_LBR_CTL is cleared.</summary>
    public const uint ClearLbrCtl = 1u << 26;

    /// <summary>IA32_S_CET, SSP and IA32_INTERRUPT_SSP_TABLE_ADDR are loaded.</summary>
    public const uint LoadCetState = 1u << 28;

    /// <summary>IA32_PKRS is loaded.</summary>
    public const uint LoadPkrs = 1u << 29;

    /// <summary>The secondary VM-exit controls are used.</summary>
    public const uint ActivateSecondaryControls = 1u << 31;
}
