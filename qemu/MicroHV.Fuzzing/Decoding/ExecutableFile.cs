// The machine code in an ELF file.
using System.Buffers.Binary;

namespace MicroHV.Fuzzing.Decoding;

/// <summary>
/// Reads the first executable segment of a 64-bit little-endian ELF file. ELF-64 Object File Format, "Program header
/// table".
/// </summary>
internal static class ExecutableFile
{
    private const uint Load = 1;
    private const uint Executable = 1;
    private const int ProgramHeaderSizeBytes = 56;

    private static ReadOnlySpan<byte> Identification => [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>True if there is such a file at <paramref name="path"/>.</summary>
    public static bool IsAt(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using FileStream file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[Identification.Length];
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
            && first.SequenceEqual(Identification);
    }

    /// <summary>The bytes of that segment of the file at <paramref name="path"/>.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or has no such segment.</exception>
    public static byte[] Code(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (!file.AsSpan().StartsWith(Identification))
        {
            throw new InvalidDataException($"{path} is no ELF file of 64 bits");
        }

        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(0x20));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x38));
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.AsSpan(headers + (i * ProgramHeaderSizeBytes), ProgramHeaderSizeBytes);
            bool isLoaded = BinaryPrimitives.ReadUInt32LittleEndian(header) == Load;
            bool isExecutable = (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) & Executable) != 0;
            if (isLoaded && isExecutable)
            {
                int offset = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x08..]);
                int size = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]);
                return file.AsSpan(offset, size).ToArray();
            }
        }

        throw new InvalidDataException($"{path} has no executable segment");
    }
}
