// How the system image gets into a machine.
namespace MicroHV.Machines;

/// <summary>Who loads the system image.</summary>
public enum BootPath
{
    /// <summary>The machine itself, by the PVH boot ABI: <c>qemu -kernel</c>, or our start ROM on Bochs.</summary>
    Direct,

    /// <summary>BIOS and GRUB, by multiboot2 from the ISO.</summary>
    Grub,

    /// <summary>UEFI firmware (OVMF) and GRUB, by multiboot2 from the ISO.</summary>
    Uefi,
}
