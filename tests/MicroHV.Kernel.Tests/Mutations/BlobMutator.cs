// Makes bad blobs of a good one.
using System.Buffers.Binary;
using MicroHV.Kernel.Abi;
using MicroHV.Fuzzing.Boots;

namespace MicroHV.Kernel.Tests.Mutations;

/// <summary>Changes one to four things at random; checksums hold again afterwards, but for one blob in sixteen.</summary>
internal static class BlobMutator
{
    private const int HeaderBytes = 0x160;
    private const int FirstPartOffset = 0x60;
    private const int PartCount = 14;

    // All but the bitmaps and the images.
    private static readonly int[] _recordParts = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13];

    /// <summary>A mutation of <paramref name="good"/>; the same random numbers give the same one.</summary>
    public static byte[] Mutate(ReadOnlySpan<byte> good, Random random)
    {
        BlobEditor editor = new(good);
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            MutateOnce(editor, good, random);
        }

        return random.Next(16) == 0 ? editor.Bytes : editor.Sealed();
    }

    private static void MutateOnce(BlobEditor editor, ReadOnlySpan<byte> good, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                MutateField(editor.Bytes.AsSpan(0, FirstPartOffset), random);
                break;
            case 1:
                MutateField(editor.Bytes.AsSpan(FirstPartOffset, PartCount * 16), random);
                break;
            case 2:
                editor.Bytes[random.Next(editor.Bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                SwapRecords(editor.Bytes, RecordPart(good, random), random);
                break;
            case 4:
                random.NextBytes(editor.Bytes.AsSpan(random.Next(HeaderBytes, editor.Bytes.Length - 64), 64));
                break;
            default:
                MutateRecord(editor.Bytes, RecordPart(good, random), random);
                break;
        }
    }

    // Where one part of records lies in the good blob; empty parts give way to the next.
    private static (int Offset, int Count, int SizeBytes) RecordPart(ReadOnlySpan<byte> good, Random random)
    {
        int part = random.Next(_recordParts.Length);
        while (true)
        {
            ReadOnlySpan<byte> entry = good[(FirstPartOffset + (16 * _recordParts[part]))..];
            int count = BinaryPrimitives.ReadInt32LittleEndian(entry[4..]);
            if (count > 0)
            {
                int offset = BinaryPrimitives.ReadInt32LittleEndian(entry);
                return (offset, count, BinaryPrimitives.ReadInt32LittleEndian(entry[8..]));
            }

            part = (part + 1) % _recordParts.Length;
        }
    }

    private static void MutateRecord(Span<byte> blob, (int Offset, int Count, int SizeBytes) part, Random random)
    {
        int record = random.Next(part.Count);
        MutateField(blob.Slice(part.Offset + (record * part.SizeBytes), part.SizeBytes), random);
    }

    private static void SwapRecords(Span<byte> blob, (int Offset, int Count, int SizeBytes) part, Random random)
    {
        Span<byte> first = blob.Slice(part.Offset + (random.Next(part.Count) * part.SizeBytes), part.SizeBytes);
        Span<byte> second = blob.Slice(part.Offset + (random.Next(part.Count) * part.SizeBytes), part.SizeBytes);
        byte[] kept = first.ToArray();
        second.CopyTo(first);
        if (random.Next(2) == 0)
        {
            kept.CopyTo(second);
        }
    }

    private static void MutateField(Span<byte> bytes, Random random)
    {
        int width = Math.Min(1 << random.Next(4), bytes.Length);
        Span<byte> field = bytes.Slice(random.Next(bytes.Length / width) * width, width);
        Span<byte> value = stackalloc byte[8];
        value.Clear();
        field.CopyTo(value);
        BinaryPrimitives.WriteUInt64LittleEndian(value, Change(BinaryPrimitives.ReadUInt64LittleEndian(value), random));
        value[..width].CopyTo(field);
    }

    private static ulong Change(ulong value, Random random) => random.Next(12) switch
    {
        0 => 0,
        1 => 1,
        2 => ulong.MaxValue,
        3 => value + 1,
        4 => value - 1,
        5 => value + 0x1000,
        6 => value - 0x1000,
        7 => value * 2,
        8 => (ulong)random.NextInt64(),
        9 => (ulong)random.NextInt64(0x20_0000) & ~0xFFFul,
        10 => (ulong)random.Next(16),
        _ => value ^ (1ul << random.Next(64)),
    };
}
