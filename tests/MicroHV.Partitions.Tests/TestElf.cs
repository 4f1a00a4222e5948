// ELF files made for a test.
using System.Buffers.Binary;

namespace MicroHV.Partitions.Tests;

/// <summary>A small static executable whose every field a test may change.</summary>
internal sealed record TestElf
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;

    public ulong Entry { get; init; } = 0x20_0000;

    public ushort Type { get; init; } = 2;

    public ushort Machine { get; init; } = 62;

    public byte Class { get; init; } = 2;

    public IReadOnlyList<(uint Type, ulong Address, ulong MemorySize, byte[] Bytes)> Segments { get; init; } =
        [(1, 0x20_0000, 0x1000, [0xF4, 0x90, 0x90])];

    public byte[] ToBytes()
    {
        int start = HeaderSize + (Segments.Count * ProgramHeaderSize);
        byte[] file = new byte[start + Segments.Sum(segment => segment.Bytes.Length)];
        "\u007fELF"u8.CopyTo(file);
        file[4] = Class;
        file[5] = 1;
        file[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), Type);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), Machine);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), Entry);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), ProgramHeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), (ushort)Segments.Count);
        for (int i = 0; i < Segments.Count; i++)
        {
            (uint type, ulong address, ulong memorySize, byte[] bytes) = Segments[i];
            Span<byte> header = file.AsSpan(HeaderSize + (i * ProgramHeaderSize));
            BinaryPrimitives.WriteUInt32LittleEndian(header, type);
            BinaryPrimitives.WriteUInt32LittleEndian(header[4..], 7);
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)start);
            BinaryPrimitives.WriteUInt64LittleEndian(header[16..], address);
            BinaryPrimitives.WriteUInt64LittleEndian(header[24..], address);
            BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)bytes.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(header[40..], memorySize);
            bytes.CopyTo(file.AsSpan(start));
            start += bytes.Length;
        }

        return file;
    }
}
