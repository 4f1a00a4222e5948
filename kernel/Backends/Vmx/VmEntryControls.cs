// The VM-entry controls, one constant a bit.
namespace MicroHV.Kernel.Backends;

/// <summary>VM-entry controls. SDM 3C, "VM-Entry Controls".</summary>
public static class VmEntryControls
{
    /// <summary>DR7 and IA32_DEBUGCTL are loaded.</summary>
    public const uint LoadDebugControls = 1u << 2;

    /// <summary>The guest is in IA-32e mode after the entry.</summary>
    public const uint Ia32eModeGuest = 1u << 9;

    /// <summary>The guest is in system-management mode after the entry.</summary>
    public const uint EntryToSmm = 1u << 10;

    /// <summary>The default treatment of SMIs is in effect after the entry.</summary>
    public const uint DeactivateDualMonitorTreatment = 1u << 11;

    /// <summary>IA32_PERF_GLOBAL_CTRL is loaded.</summary>
    public const uint LoadPerfGlobalCtrl = 1u << 13;

    /// <summary>IA32_PAT is loaded.</summary>
    public const uint LoadPat = 1u << 14;

    /// <summary>IA32_EFER is loaded.</summary>
    public const uint LoadEfer = 1u << 15;

    /// <summary>IA32_BNDCFGS is loaded.</summary>
    public const uint LoadBndcfgs = 1u << 16;

    /// <summary>Processor Trace does not show VM entries.</summary>
    public const uint ConcealVmxFromPt = 1u << 17;

    /// <summary>IA32_RTIT_CTL is loaded.</summary>
    public const uint LoadRtitCtl = 1u << 18;

    /// <summary>IA32_S_CET, SSP and IA32_INTERRUPT_SSP_TABLE_ADDR are loaded.</summary>
    public const uint LoadCetState = 1u << 20;

    /// <summary>IA32_LBR_CTL is loaded.</summary>
    public const uint LoadGuestLbrCtl = 1u << 21;

    /// <summary>IA32_PKRS is loaded.</summary>
    public const uint LoadPkrs = 1u << 22;
}
