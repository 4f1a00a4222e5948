// A machine and a way to boot it, under one name.

namespace MicroHV.Machines;

/// <summary>One lane on which a system can be run and tested.</summary>
/// <param name="Name">Its name in tests, in <c>doctor</c> and in <c>qemu/machines/differences.toml</c>.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Machine">The machine.</param>
/// <param name="BootPath">How the image is loaded.</param>
public sealed record Lane(string Name, string Title, Machine Machine, BootPath BootPath)
{
    /// <summary>SVM without NRIPS, on QEMU's translator.</summary>
    public static Lane QemuSvm { get; } = new("qemu-svm", "SVM on QEMU TCG", QemuMachine.Tcg, BootPath.Direct);

    /// <summary>VT-x, on Bochs.</summary>
    public static Lane BochsVtx { get; } = new("bochs-vtx", "VT-x on Bochs", BochsMachine.Intel, BootPath.Direct);

    /// <summary>SVM with NRIPS, on Bochs.</summary>
    public static Lane BochsSvm { get; } = new("bochs-svm", "SVM on Bochs", BochsMachine.Amd, BootPath.Direct);

    /// <summary>BIOS and GRUB on QEMU.</summary>
    public static Lane QemuGrub { get; } = new("qemu-grub", "GRUB by BIOS on QEMU", QemuMachine.Tcg, BootPath.Grub);

    /// <summary>BIOS and GRUB on Bochs with VT-x.</summary>
    public static Lane BochsGrub { get; } =
        new("bochs-grub", "GRUB by BIOS on Bochs", BochsMachine.Intel, BootPath.Grub);

    /// <summary>BIOS and GRUB on Bochs with SVM.</summary>
    public static Lane BochsSvmGrub { get; } =
        new("bochs-svm-grub", "GRUB by BIOS on Bochs, SVM", BochsMachine.Amd, BootPath.Grub);

    /// <summary>UEFI firmware and GRUB on QEMU.</summary>
    public static Lane QemuUefi { get; } = new("qemu-uefi", "GRUB by UEFI on QEMU", QemuMachine.Tcg, BootPath.Uefi);

    /// <summary>The lanes on which every guest must give the same transcript.</summary>
    public static IReadOnlyList<Lane> Direct { get; } = [QemuSvm, BochsVtx, BochsSvm];

    /// <summary>Every lane that needs nothing of the host's processor.</summary>
    public static IReadOnlyList<Lane> All { get; } = [.. Direct, QemuGrub, BochsGrub, BochsSvmGrub, QemuUefi];

    /// <summary>What must be installed for it.</summary>
    public IReadOnlyList<RequiredTool> RequiredTools => BootPath == BootPath.Direct
        ? Machine.RequiredTools(BootPath)
        : [.. Machine.RequiredTools(BootPath), .. ToolTable.Iso(BootPath)];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
