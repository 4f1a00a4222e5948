// A system image in the forms that machines load, and the memory that it wants.
namespace MicroHV.Machines;

/// <summary>What a machine boots. A form that the chosen <see cref="BootPath"/> does not need may be missing.</summary>
public sealed record BootImage
{
    /// <summary>
    /// RAM of the machine in bytes, a multiple of 1 MiB, at most <see cref="Machine.MaxMemorySizeBytes"/>.
    /// </summary>
    public required ulong MemorySizeBytes { get; init; }

    /// <summary>CPUs of the machine, 1 to 64.</summary>
    public int CpuCount { get; init; } = 1;

    /// <summary>The ELF file with the PVH note, for QEMU.</summary>
    public ReadOnlyMemory<byte> Elf { get; init; }

    /// <summary>The same image as bytes that lie from <see cref="LoadAddress"/> on, for Bochs.</summary>
    public ReadOnlyMemory<byte> Flat { get; init; }

    /// <summary>Physical address of the first byte of <see cref="Flat"/>, 4-byte aligned.</summary>
    public ulong LoadAddress { get; init; }

    /// <summary>Physical address of the 32-bit PVH entry.</summary>
    public ulong PvhEntry { get; init; }

    /// <summary>Path of the ISO with GRUB, for <see cref="BootPath.Grub"/> and <see cref="BootPath.Uefi"/>.</summary>
    public string? IsoPath { get; init; }
}
