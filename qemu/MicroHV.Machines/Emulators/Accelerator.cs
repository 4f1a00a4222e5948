// What executes the guest's instructions.
namespace MicroHV.Machines;

/// <summary>The engine of a machine.</summary>
public enum Accelerator
{
    /// <summary>QEMU's translator; deterministic, one instruction is one nanosecond.</summary>
    Tcg,

    /// <summary>
    /// The host's processor, through KVM with nested virtualization; not deterministic, not covered by CI.
    /// </summary>
    Kvm,

    /// <summary>Bochs, which interprets; deterministic, one instruction is one tick.</summary>
    Interpreter,
}
