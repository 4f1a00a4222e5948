// The machine of a run, in facts.

namespace MicroHV.Machines;

/// <summary>What a run ran on.</summary>
/// <param name="Name">"qemu" or "bochs".</param>
/// <param name="Vendor">"intel" or "amd".</param>
/// <param name="Accelerator">"tcg", "kvm" or "interpreter".</param>
public sealed record MachineReport(string Name, string Vendor, string Accelerator)
{
    /// <summary>The facts of a machine.</summary>
    /// <param name="machine">The machine.</param>
    public static MachineReport Of(Machine machine) => new(
        machine.Name,
        machine.Vendor == MicroHV.Kernel.Abi.Vendor.Intel ? "intel" : "amd",
        machine.Accelerator switch
        {
            Machines.Accelerator.Tcg => "tcg",
            Machines.Accelerator.Kvm => "kvm",
            _ => "interpreter",
        });
}
