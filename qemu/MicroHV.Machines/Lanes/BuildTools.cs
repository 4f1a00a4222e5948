// What a build of systems needs beside the .NET SDK.
namespace MicroHV.Machines;

/// <summary>Tools that the build of the kernel, of guests and of images calls.</summary>
public static class BuildTools
{
    /// <summary>Makes the file system that UEFI firmware reads.</summary>
    public static RequiredTool Mformat { get; } = new("mformat", "mtools", "writes the ISO's UEFI partition");

    /// <summary>Opens the pages that <c>microhv show</c> writes.</summary>
    public static RequiredTool Browser { get; } = new("chromium", "chromium", "opens pages in tests");

    /// <summary>For every build.</summary>
    public static IReadOnlyList<RequiredTool> Always { get; } =
    [
        new("dotnet", "dotnet-sdk-10.0", "compiles the kernel and the tools"),
        new("nasm", "nasm", "assembles boot code and world switches"),
        new("ld", "binutils", "links the kernel"),
        new("gcc", "gcc", "compiles guests written in C"),
    ];

    /// <summary>For an ISO.</summary>
    /// <param name="path">Which firmware shall boot it.</param>
    public static IReadOnlyList<RequiredTool> Iso(BootPath path) =>
    [
        new("grub-mkrescue", "grub-common", "writes the ISO"),
        new("xorriso", "xorriso", "writes the ISO"),
        path == BootPath.Uefi
            ? new("/usr/lib/grub/x86_64-efi/multiboot2.mod", "grub-efi-amd64-bin", "GRUB for UEFI")
            : new("/usr/lib/grub/i386-pc/multiboot2.mod", "grub-pc-bin", "GRUB for BIOS"),
        Mformat,
    ];
}
