// A system image in the forms that machines load, and the memory that it wants.
using MicroHV.Kernel.Abi;

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

    /// <summary>True if something in it may reset the machine; an emulator then starts it again instead of ending.</summary>
    public bool MayReset { get; init; }

    /// <summary>The watchdog that the machine must have.</summary>
    public HardwareWatchdog Watchdog { get; init; }

    /// <summary>
    /// Where in <see cref="Flat"/> what the kernel writes to begins, and how many bytes that is: after a reset it has to be as at the
    /// start again.
    /// </summary>
    public (int Start, int SizeBytes) Writable { get; init; }

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
