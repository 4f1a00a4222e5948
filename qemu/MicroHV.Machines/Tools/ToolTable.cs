// Every tool that MicroHV calls, in one table.
namespace MicroHV.Machines;

/// <summary>
/// The tools beside the kernel's own compiler, which NuGet brings. The launcher's words and the Dockerfile are held against
/// this table by tests.
/// </summary>
public static class ToolTable
{
    /// <summary>Compiles C#; whoever runs this has it, and the launcher says where it comes from.</summary>
    public static RequiredTool Dotnet { get; } = new(
        "dotnet", "compiles the kernel and the tools", new("dotnet-sdk-10.0", "dotnet-sdk-10.0", "dotnet-sdk"), "dotnet");

    /// <summary>Assembles.</summary>
    public static RequiredTool Nasm { get; } = new("nasm", "assembles boot code and world switches", new("nasm"), "nasm");

    /// <summary>Links.</summary>
    public static RequiredTool Linker { get; } = new("ld", "links the kernel", new("binutils"), "ld");

    /// <summary>Compiles C.</summary>
    public static RequiredTool Gcc { get; } = new("gcc", "compiles guests written in C", new("gcc"), "gcc");

    /// <summary>Ends what it starts when its parent ends.</summary>
    public static RequiredTool ParentGuard { get; } =
        new("setpriv", "ends the emulator when microhv is killed", new("util-linux"), "setpriv");

    /// <summary>QEMU.</summary>
    public static RequiredTool Qemu { get; } =
        new("qemu-system-x86_64", "emulates SVM with nested paging", new("qemu-system-x86"), "qemu-system-x86_64");

    /// <summary>The code of UEFI firmware; <see cref="UefiFirmware"/> knows where its variables lie.</summary>
    public static RequiredTool Ovmf { get; } = new(
        "OVMF", "UEFI firmware of QEMU", new("ovmf", "edk2-ovmf", "edk2-ovmf"), UefiFirmware.CodePaths);

    /// <summary>Bochs.</summary>
    public static RequiredTool Bochs { get; } =
        new("bochs", "emulates VT-x with EPT, and SVM with NRIPS", new("bochs"), "bochs");

    /// <summary>A VGA BIOS, without which Bochs does not start.</summary>
    public static RequiredTool BochsVgaBios { get; } = new(
        "VGA BIOS", "an option ROM that Bochs insists on", new("vgabios", "bochs", "bochs"),
        "/usr/share/bochs/VGABIOS-lgpl-latest",
        "/usr/share/bochs/VGABIOS-lgpl-latest.bin",
        "/usr/share/vgabios/VGABIOS-lgpl-latest.bin",
        "/usr/local/share/bochs/VGABIOS-lgpl-latest",
        "/usr/local/share/bochs/VGABIOS-lgpl-latest.bin");

    /// <summary>The BIOS of Bochs.</summary>
    public static RequiredTool BochsBios { get; } = new(
        "BIOS of Bochs", "boots GRUB on Bochs", new("bochsbios", "bochs", "bochs"),
        "/usr/share/bochs/BIOS-bochs-latest", "/usr/local/share/bochs/BIOS-bochs-latest");

    /// <summary>Writes ISO images with GRUB on them.</summary>
    public static RequiredTool GrubRescue { get; } = new(
        "grub-mkrescue", "writes the ISO", new("grub-common", "grub2-tools-extra", "grub"), "grub-mkrescue", "grub2-mkrescue");

    /// <summary>GRUB for BIOS.</summary>
    public static RequiredTool GrubForBios { get; } = new(
        "GRUB for BIOS", "boots the ISO by BIOS", new("grub-pc-bin", "grub2-pc-modules", "grub"),
        "/usr/lib/grub/i386-pc/multiboot2.mod");

    /// <summary>GRUB for UEFI.</summary>
    public static RequiredTool GrubForUefi { get; } = new(
        "GRUB for UEFI", "boots the ISO by UEFI", new("grub-efi-amd64-bin", "grub2-efi-x64-modules", "grub"),
        "/usr/lib/grub/x86_64-efi/multiboot2.mod");

    /// <summary>What grub-mkrescue writes discs with.</summary>
    public static RequiredTool Xorriso { get; } =
        new("xorriso", "writes the ISO", new("xorriso", "xorriso", "libisoburn"), "xorriso");

    /// <summary>Makes the file system that UEFI firmware reads.</summary>
    public static RequiredTool Mformat { get; } = new("mformat", "writes the ISO's UEFI partition", new("mtools"), "mformat");

    /// <summary>gdb.</summary>
    public static RequiredTool Gdb { get; } = new("gdb", "debugs the kernel and partitions", new("gdb"), "gdb");

    /// <summary>Opens the pages that <c>microhv show</c> writes.</summary>
    public static RequiredTool Browser { get; } = new(
        "chromium", "opens pages in tests",
        new("chromium", "chromium-browser", "chromium", "chromium"), "chromium", "chromium-browser");

    /// <summary>A shell for which <c>microhv</c> has completion.</summary>
    public static RequiredTool Zsh { get; } = new("zsh", "completes microhv's words in tests", new("zsh"), "zsh");

    /// <summary>Another one.</summary>
    public static RequiredTool Fish { get; } = new("fish", "completes microhv's words in tests", new("fish"), "fish");

    /// <summary>What loads the scripts of bash that are installed for good.</summary>
    public static RequiredTool BashCompletion { get; } = new(
        "bash-completion", "completes microhv's words in tests", new("bash-completion"),
        "/usr/share/bash-completion/bash_completion");

    /// <summary>For every build of a system.</summary>
    public static IReadOnlyList<RequiredTool> Build { get; } = [Dotnet, Nasm, Linker, Gcc];

    /// <summary>For tests and for <c>run --gdb</c>, and for nothing else.</summary>
    public static IReadOnlyList<RequiredTool> Tests { get; } = [Gdb, Browser, Zsh, Fish, BashCompletion];

    /// <summary>For an ISO that boots by both kinds of firmware.</summary>
    public static IReadOnlyList<RequiredTool> AnyIso { get; } = [.. Iso(BootPath.Grub).Union(Iso(BootPath.Uefi))];

    /// <summary>For an ISO.</summary>
    /// <param name="path">Which firmware shall boot it.</param>
    public static IReadOnlyList<RequiredTool> Iso(BootPath path) =>
        [GrubRescue, Xorriso, path == BootPath.Uefi ? GrubForUefi : GrubForBios, Mformat];
}
