// Writes an ELF file that boots: program headers, a PVH note, segments, and nothing else.
using System.Buffers.Binary;
using System.Text;
using MicroHV.Partitions.Elf;

namespace MicroHV.Image.Images;

/// <summary>
/// An ELF64 executable whose first segment begins one page into the file, so that a multiboot2 header at its start lies
/// within the first 32 KiB. System V ABI, "Object Files"; Multiboot2 Specification, "OS image format"; Xen, "x86/HVM
/// direct boot ABI".
/// </summary>
internal static class SystemElf
{
    private const int PageSizeBytes = 0x1000;
    private const int HeaderSizeBytes = 64;
    private const int ProgramHeaderSizeBytes = 56;
    private const int NoteSizeBytes = 20;
    private const uint TypeLoad = 1;
    private const uint TypeNote = 4;
    private const uint Readable = 4;

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(ulong entry, uint pvhEntry, IReadOnlyList<ElfSegment> segments)
    {
        int headerCount = segments.Count + 1;
        int noteOffset = HeaderSizeBytes + (headerCount * ProgramHeaderSizeBytes);
        int[] offsets = new int[segments.Count];
        int end = PageSizeBytes;
        for (int i = 0; i < segments.Count; i++)
        {
            // The file offset must equal the address modulo the page size.
            offsets[i] = Align(end) + (int)(segments[i].PhysicalAddress % PageSizeBytes);
            end = offsets[i] + segments[i].Bytes.Length;
        }

        byte[] file = new byte[end];
        WriteHeader(file, entry, headerCount);
        WriteProgramHeader(file, 0, TypeNote, Readable, noteOffset, 0, NoteSizeBytes, NoteSizeBytes, sizeof(uint));
        WriteNote(file.AsSpan(noteOffset), pvhEntry);
        for (int i = 0; i < segments.Count; i++)
        {
            ElfSegment segment = segments[i];
            WriteProgramHeader(
                file, i + 1, TypeLoad, segment.Flags, offsets[i], segment.PhysicalAddress, (ulong)segment.Bytes.Length,
                segment.MemorySizeBytes, PageSizeBytes);
            segment.Bytes.Span.CopyTo(file.AsSpan(offsets[i]));
        }

        return file;
    }

    private static int Align(int offset) => (offset + PageSizeBytes - 1) / PageSizeBytes * PageSizeBytes;

    private static void WriteHeader(Span<byte> file, ulong entry, int headerCount)
    {
        const ushort Executable = 2;
        const ushort X8664 = 62;
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identification.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file[16..], Executable);
        BinaryPrimitives.WriteUInt16LittleEndian(file[18..], X8664);
        BinaryPrimitives.WriteUInt32LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(file[24..], entry);
        BinaryPrimitives.WriteUInt64LittleEndian(file[32..], HeaderSizeBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file[52..], HeaderSizeBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file[54..], ProgramHeaderSizeBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file[56..], (ushort)headerCount);
    }

    private static void WriteProgramHeader(
        Span<byte> file, int index, uint type, uint flags, int offset, ulong address, ulong fileSize, ulong memorySize,
        ulong alignment)
    {
        Span<byte> header = file[(HeaderSizeBytes + (index * ProgramHeaderSizeBytes))..];
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], flags);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], fileSize);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], memorySize);
        BinaryPrimitives.WriteUInt64LittleEndian(header[48..], alignment);
    }

    private static void WriteNote(Span<byte> note, uint pvhEntry)
    {
        const uint Physical32Entry = 18;
        ReadOnlySpan<byte> owner = [.. Encoding.ASCII.GetBytes("Xen"), 0];
        BinaryPrimitives.WriteInt32LittleEndian(note, owner.Length);
        BinaryPrimitives.WriteInt32LittleEndian(note[4..], sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(note[8..], Physical32Entry);
        owner.CopyTo(note[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(note[16..], pvhEntry);
    }
}
