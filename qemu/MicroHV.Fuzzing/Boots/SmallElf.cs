// The smallest image that a partition can have.
using System.Buffers.Binary;

namespace MicroHV.Fuzzing.Boots;

/// <summary>A static executable with one segment.</summary>
internal static class SmallElf
{
    private const int HeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;

    /// <summary>An executable whose <paramref name="code"/> is at <paramref name="address"/>, where it begins.</summary>
    public static byte[] Of(ulong address, ReadOnlySpan<byte> code)
    {
        byte[] file = new byte[HeaderBytes + ProgramHeaderBytes + code.Length];
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identification.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), 62);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), address);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), ProgramHeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 1);
        Span<byte> header = file.AsSpan(HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], 7);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], HeaderBytes + ProgramHeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)code.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], (ulong)code.Length);
        code.CopyTo(file.AsSpan(HeaderBytes + ProgramHeaderBytes));
        return file;
    }
}
