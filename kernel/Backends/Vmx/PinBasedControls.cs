// The pin-based VM-execution controls, one constant a bit.
namespace MicroHV.Kernel.Backends;

/// <summary>Pin-based VM-execution controls. SDM 3C, "Pin-Based VM-Execution Controls".</summary>
public static class PinBasedControls
{
    /// <summary>External interrupts cause VM exits.</summary>
    public const uint ExternalInterruptExiting = 1u << 0;

    /// <summary>NMIs cause VM exits.</summary>
    public const uint NmiExiting = 1u << 3;

    /// <summary>NMI blocking is the guest's own, and the NMI-window exiting control can be used.</summary>
    public const uint VirtualNmis = 1u << 5;

    /// <summary>The VMX-preemption timer counts down in VMX non-root operation.</summary>
    public const uint ActivateVmxPreemptionTimer = 1u << 6;

    /// <summary>Interrupts with the notification vector are posted to the virtual APIC.</summary>
    public const uint ProcessPostedInterrupts = 1u << 7;
}
