// Which machine the words `--machine` and `--vendor` name.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Chooses a machine.</summary>
public static class MachineChoice
{
    /// <summary>The values of <c>--machine</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "qemu", "bochs"];

    private const string NoVtx =
        "QEMU emulates no VT-x, and this host offers none through nested KVM; use --machine bochs --vendor intel.";

    private const string NoStub =
        "Bochs has no gdb stub, and QEMU emulates no VT-x. Use --machine qemu --vendor amd: but for kernel/Backends, kernel and "
        + "guests are the same there. For what only VT-x shows, run with --keep on Bochs, and start "
        + "'bochs -q -f bochsrc 3>console' in the folder that is kept: that is Bochs's own debugger.";

    /// <summary>Chooses a machine that gdb can debug.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="vendor">A vendor, or <see cref="Vendor.Any"/>.</param>
    /// <param name="path">How the image is loaded.</param>
    public static (Machine? Machine, string? Refusal) ChooseDebugged(string name, Vendor vendor, BootPath path) =>
        name == "bochs" || vendor == Vendor.Intel ? (null, NoStub)
        : path != BootPath.Direct ? (null, "A machine is debugged without firmware; leave out --boot.")
        : (new DebuggedMachine(QemuMachine.Tcg), null);

    /// <summary>Chooses by what this host has.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="vendor">A vendor, or <see cref="Vendor.Any"/>.</param>
    /// <param name="path">How the image is loaded.</param>
    public static (Machine? Machine, string? Refusal) Choose(string name, Vendor vendor, BootPath path) =>
        Choose(name, vendor, path, NestedKvm.Probe().Vendor);

    /// <summary>
    /// Chooses on a host with or without nested KVM. A machine comes back, or the sentence that says why not.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="vendor">A vendor, or <see cref="Vendor.Any"/>.</param>
    /// <param name="path">How the image is loaded.</param>
    /// <param name="nested">The vendor that nested KVM offers here, or null.</param>
    public static (Machine? Machine, string? Refusal) Choose(string name, Vendor vendor, BootPath path, Vendor? nested)
    {
        bool kvmServes = nested is not null && (vendor == Vendor.Any || vendor == nested);
        return name switch
        {
            "bochs" when path == BootPath.Uefi => (null, "Bochs has no UEFI firmware; use --machine qemu --boot uefi."),
            "bochs" => (vendor == Vendor.Amd ? BochsMachine.Amd : BochsMachine.Intel, null),
            "qemu" or "auto" when kvmServes => (QemuMachine.Kvm(nested!.Value), null),
            "qemu" or "auto" when vendor != Vendor.Intel => (QemuMachine.Tcg, null),
            "auto" when path != BootPath.Uefi => (BochsMachine.Intel, null),
            "auto" or "qemu" => (null, NoVtx),
            _ => (null, $"There is no machine \"{name}\"; there are {string.Join(", ", Names)}."),
        };
    }
}
