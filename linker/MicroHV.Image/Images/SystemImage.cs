// One system in the forms that machines load.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Images;

/// <summary>The kernel and the blob of one system, put together. The same inputs give the same bytes.</summary>
public sealed class SystemImage
{
    private const string XenNoteOwner = "Xen";
    private const uint XenPhysical32Entry = 18;

    private SystemImage(byte[] elf, byte[] flat, byte[] blob, ulong loadAddress, uint pvhEntry, ulong memorySizeBytes)
    {
        Elf = elf;
        Flat = flat;
        Blob = blob;
        LoadAddress = loadAddress;
        PvhEntry = pvhEntry;
        MemorySizeBytes = memorySizeBytes;
    }

    /// <summary>An ELF64 file for <c>qemu -kernel</c> (PVH) and GRUB (multiboot2).</summary>
    public byte[] Elf { get; }

    /// <summary>The bytes of memory from <see cref="LoadAddress"/> to the end of the blob.</summary>
    public byte[] Flat { get; }

    /// <summary>The blob alone.</summary>
    public byte[] Blob { get; }

    /// <summary>Physical address of the first byte of <see cref="Flat"/>.</summary>
    public ulong LoadAddress { get; }

    /// <summary>Physical address of the 32-bit entry point of the PVH protocol.</summary>
    public uint PvhEntry { get; }

    /// <summary>RAM that a machine needs to run the system, in bytes, a multiple of 1 MiB.</summary>
    public ulong MemorySizeBytes { get; }

    /// <summary>Where in <see cref="Flat"/> what the kernel writes to begins, and its size.</summary>
    public required (int Start, int SizeBytes) Writable { get; init; }

    /// <summary>True if the plan may have the kernel reset the machine, or a watchdog that does.</summary>
    public bool MayReset => Watchdog != HardwareWatchdog.None || ResetsForAnEvent;

    /// <summary>The watchdog that the kernel kicks.</summary>
    public HardwareWatchdog Watchdog => Header.HardwareWatchdog;

    private ref readonly SystemHeader Header => ref Unsafe.As<byte, SystemHeader>(ref Blob[0]);

    private bool ResetsForAnEvent
    {
        get
        {
            TableRef table = Header.HealthActions;
            ReadOnlySpan<byte> bytes = Blob.AsSpan((int)table.Offset, (int)(table.Count * table.ElementSizeBytes));
            foreach (HealthActionRecord record in MemoryMarshal.Cast<byte, HealthActionRecord>(bytes))
            {
                if (record.Action == HealthAction.Reset)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Puts <paramref name="plan"/> and the bytes of kernel.elf together.</summary>
    /// <exception cref="InvalidDataException">The file is not the kernel that the plan was made for.</exception>
    public static SystemImage Build(SystemPlan plan, ReadOnlyMemory<byte> kernelElf, BlobOptions options)
    {
        ElfImage kernel = ElfImage.Read(kernelElf, "kernel.elf");
        if (KernelLayout.From(kernel) != plan.Kernel.Layout)
        {
            throw new InvalidDataException("kernel.elf is not the kernel that the plan was made for");
        }

        byte[] blob = BlobWriter.Write(plan, options);
        uint pvhEntry = PvhEntryOf(kernel);
        List<ElfSegment> segments = [.. kernel.Segments, BlobSegment(plan.Kernel.BlobBase, blob)];
        return new SystemImage(
            SystemElf.Write(kernel.Entry, pvhEntry, segments),
            Flatten(plan.Kernel.Layout.ImageStart, segments),
            blob,
            plan.Kernel.Layout.ImageStart,
            pvhEntry,
            plan.MemorySizeBytes)
        {
            Writable = WritableOf(kernel, plan.Kernel.Layout.ImageStart),
        };
    }

    private static (int Start, int SizeBytes) WritableOf(ElfImage kernel, ulong imageStart)
    {
        const uint Writable = 2;
        ElfSegment data = kernel.Segments.Single(segment => (segment.Flags & Writable) != 0);
        return ((int)(data.PhysicalAddress - imageStart), (int)data.MemorySizeBytes);
    }

    private static uint PvhEntryOf(ElfImage kernel)
    {
        ReadOnlyMemory<byte>? note = kernel.FindNote(XenNoteOwner, XenPhysical32Entry);
        return note is { Length: >= sizeof(uint) } entry
            ? BinaryPrimitives.ReadUInt32LittleEndian(entry.Span)
            : throw new InvalidDataException("kernel.elf has no PVH note");
    }

    private static ElfSegment BlobSegment(ulong address, byte[] blob)
    {
        const uint Readable = 4;
        return new ElfSegment(address, address, (ulong)blob.Length, Readable, blob);
    }

    private static byte[] Flatten(ulong start, List<ElfSegment> segments)
    {
        ulong end = segments.Max(segment => segment.PhysicalAddress + (ulong)segment.Bytes.Length);
        byte[] flat = new byte[end - start];
        foreach (ElfSegment segment in segments)
        {
            segment.Bytes.Span.CopyTo(flat.AsSpan((int)(segment.PhysicalAddress - start)));
        }

        return flat;
    }
}
