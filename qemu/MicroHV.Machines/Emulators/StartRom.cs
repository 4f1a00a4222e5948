// The start ROM of Bochs machines, patched for one image.
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MicroHV.Machines;

/// <summary>Fills the parameter block of <c>qemu/rom/start.asm</c>.</summary>
public static class StartRom
{
    /// <summary>Physical address of the ROM.</summary>
    public const uint Address = 0xFFFF_0000;

    /// <summary>Size of the ROM in bytes.</summary>
    public const int SizeBytes = 0x1_0000;

    private const int RamTopOffset = 0x08;
    private const int EntryOffset = 0x0C;
    private const int LoadOffset = 0x10;
    private const int ImageSizeOffset = 0x14;
    private const int SumOffset = 0x18;
    private const int WritableOffset = 0x1C;
    private const int StoredOffset = 0x20;
    private const int ZeroedOffset = 0x24;
    private const int OriginalOffset = 0x1000;
    private const int OriginalCapacity = 0xE000;

    /// <summary>The image with as many zero bytes as make its size a multiple of four.</summary>
    /// <param name="flat">The image.</param>
    public static byte[] Pad(ReadOnlySpan<byte> flat)
    {
        byte[] padded = new byte[(flat.Length + 3) & ~3];
        flat.CopyTo(padded);
        return padded;
    }

    /// <summary>The ROM for an image.</summary>
    /// <param name="image">Where the image goes and how much RAM the machine has.</param>
    /// <param name="padded">The bytes of the image, as <see cref="Pad"/> returns them.</param>
    /// <exception cref="ArgumentException">The image does not fit the machine's RAM.</exception>
    public static byte[] For(BootImage image, ReadOnlySpan<byte> padded)
    {
        const ulong FirstMebibyte = 0x10_0000;
        ulong end = image.LoadAddress + (ulong)padded.Length;
        bool isInRam = image.LoadAddress >= FirstMebibyte && end <= image.MemorySizeBytes;
        if (padded.IsEmpty || image.LoadAddress % 4 != 0 || !isInRam)
        {
            throw new ArgumentException(
                $"An image of {padded.Length} bytes at 0x{image.LoadAddress:x} does not lie in RAM above 1 MiB.",
                nameof(image));
        }

        if (image.PvhEntry < image.LoadAddress || image.PvhEntry >= end)
        {
            throw new ArgumentException($"The entry 0x{image.PvhEntry:x} is not in the image.", nameof(image));
        }

        byte[] rom = Read();
        Write(rom, RamTopOffset, (uint)image.MemorySizeBytes);
        Write(rom, EntryOffset, (uint)image.PvhEntry);
        Write(rom, LoadOffset, (uint)image.LoadAddress);
        Write(rom, ImageSizeOffset, (uint)padded.Length);
        Write(rom, SumOffset, Sum(padded));
        StoreOriginal(rom, image, padded);
        return rom;
    }

    // What the kernel writes to ends in zeros, most of it.
    private static void StoreOriginal(byte[] rom, BootImage image, ReadOnlySpan<byte> padded)
    {
        int sizeBytes = Math.Min(image.Writable.SizeBytes, padded.Length - image.Writable.Start) & ~3;
        ReadOnlySpan<byte> writable = padded.Slice(image.Writable.Start, sizeBytes);
        int storedBytes = (writable.TrimEnd((byte)0).Length + 3) & ~3;
        if (storedBytes > OriginalCapacity)
        {
            throw new ArgumentException($"{storedBytes} bytes of data do not fit the start ROM.", nameof(image));
        }

        Write(rom, WritableOffset, (uint)(image.LoadAddress + (ulong)image.Writable.Start));
        Write(rom, StoredOffset, (uint)storedBytes);
        Write(rom, ZeroedOffset, (uint)(sizeBytes - storedBytes));
        writable[..storedBytes].CopyTo(rom.AsSpan(OriginalOffset));
    }

    private static uint Sum(ReadOnlySpan<byte> padded)
    {
        uint sum = 0;
        foreach (uint word in MemoryMarshal.Cast<byte, uint>(padded))
        {
            sum = unchecked(sum + word);
        }

        return sum;
    }

    private static byte[] Read()
    {
        using Stream stream = typeof(StartRom).Assembly.GetManifestResourceStream("rom/start.rom")
            ?? throw new InvalidOperationException("The start ROM was not built into this library.");
        byte[] rom = new byte[SizeBytes];
        stream.ReadExactly(rom);
        return rom.AsSpan().StartsWith("MHVstart"u8)
            ? rom
            : throw new InvalidOperationException("The start ROM has no parameter block.");
    }

    private static void Write(byte[] rom, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(rom.AsSpan(offset), value);
}
