// Finds the pages that the kernel writes its trace into.
using System.Buffers.Binary;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// Looks for pages that describe themselves. Emulators need not keep a machine's RAM in one piece, but each page of it lies on a
/// page of theirs.
/// </summary>
public static class TracePageFinder
{
    private const int PageSizeBytes = 4096;
    private const int BytesAtOnce = 1 << 20;

    /// <summary>The addresses of all pages of a trace, those of CPU 0 first.</summary>
    /// <param name="memory">Where they are.</param>
    /// <param name="shape">Which pages belong to it.</param>
    /// <returns>Null if not all are there.</returns>
    /// <exception cref="IOException">The machine is gone.</exception>
    public static IReadOnlyList<ulong>? Find(IMachineMemory memory, TraceShape shape)
    {
        ulong?[] pages = new ulong?[shape.PageCount];
        byte[] buffer = new byte[BytesAtOnce];
        foreach ((ulong start, ulong end) in memory.Ranges())
        {
            for (ulong at = start; at < end; at += BytesAtOnce)
            {
                Span<byte> part = buffer.AsSpan(0, (int)Math.Min(end - at, BytesAtOnce));
                if (memory.TryRead(at, part))
                {
                    Note(pages, part, at, shape);
                }
            }
        }

        return pages.Contains(null) ? null : [.. pages.Select(page => page!.Value)];
    }

    private static void Note(ulong?[] pages, ReadOnlySpan<byte> part, ulong address, TraceShape shape)
    {
        for (int offset = 0; offset < part.Length; offset += PageSizeBytes)
        {
            ReadOnlySpan<byte> page = part.Slice(offset, PageSizeBytes);
            if (BinaryPrimitives.ReadUInt64LittleEndian(page) == TracePage.ExpectedMagic
                && shape.IndexOf(TracePageHead.Of(page)) is int index)
            {
                pages[index] = address + (ulong)offset;
            }
        }
    }
}
