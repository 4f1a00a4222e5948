// Text of partitions, each row behind the name of who wrote it.
using System.Buffers;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>
/// Prints what partitions write so that no row of it can be taken for anybody else's. Behind the name stands a mark:
/// <see cref="TextMark"/> before a line of the partition, <see cref="MoreMark"/> before the rest of a line that is too long
/// for the terminal or for memory, and <see cref="KernelMark"/> before what the kernel says of the partition.
/// </summary>
internal sealed class PartitionRows
{
    /// <summary>A line of the partition's own begins.</summary>
    public const char TextMark = '|';

    /// <summary>The line of the row above goes on.</summary>
    public const char MoreMark = '+';

    /// <summary>The kernel says this of the partition.</summary>
    public const char KernelMark = '*';

    // More of a line is not kept; the rest of it goes on in a row of its own.
    private const int LongestKeptBytes = 4096;

    private readonly IAnsiConsole _console;
    private readonly string[] _names;
    private readonly ArrayBufferWriter<byte>[] _lines;
    private readonly bool[] _isBegun;
    private readonly int _cells;

    /// <summary>Prints to a console.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    public PartitionRows(IAnsiConsole console, IReadOnlyList<string> names)
    {
        int width = names.Count == 0 ? 0 : names.Max(name => name.Length);
        _console = console;
        _names = [.. names.Select(name => name.PadRight(width))];
        _lines = [.. names.Select(_ => new ArrayBufferWriter<byte>())];
        _isBegun = new bool[names.Count];

        const int MarkCells = 3;
        _cells = RowSplitter.CellsBehind(console, width + MarkCells);
    }

    /// <summary>Takes a piece of a partition's text and prints the line that it ends.</summary>
    /// <param name="text">The piece.</param>
    public void Print(PartitionTextEvent text)
    {
        ArrayBufferWriter<byte> line = _lines[text.Partition];
        line.Write(text.Text.Span);
        if (text.EndsLine)
        {
            Print(text.Partition, line.WrittenSpan);
            line.ResetWrittenCount();
            _isBegun[text.Partition] = false;
        }
        else if (line.WrittenCount >= LongestKeptBytes)
        {
            byte[] bytes = line.WrittenSpan.ToArray();
            int complete = SafeText.CompleteLength(bytes);
            Print(text.Partition, bytes.AsSpan(0, complete));
            line.ResetWrittenCount();
            line.Write(bytes.AsSpan(complete));
            _isBegun[text.Partition] = true;
        }
    }

    /// <summary>Prints what the partition has begun and not ended.</summary>
    /// <param name="partition">Index of the partition.</param>
    public void Flush(int partition)
    {
        ArrayBufferWriter<byte> line = _lines[partition];
        if (line.WrittenCount > 0)
        {
            Print(partition, line.WrittenSpan);
            line.ResetWrittenCount();
        }

        _isBegun[partition] = false;
    }

    /// <summary>Prints what partitions have begun and not ended.</summary>
    public void Flush()
    {
        for (int partition = 0; partition < _lines.Length; partition++)
        {
            Flush(partition);
        }
    }

    /// <summary>Prints what the kernel says of a partition.</summary>
    /// <param name="partition">Index of the partition.</param>
    /// <param name="words">The words.</param>
    /// <param name="style">Their style.</param>
    public void PrintKernels(int partition, string words, Style style) =>
        _console.Write(Begin(partition, KernelMark).Add(words, style));

    private void Print(int partition, ReadOnlySpan<byte> bytes)
    {
        char mark = _isBegun[partition] ? MoreMark : TextMark;
        foreach (string row in RowSplitter.Split(SafeText.Escape(bytes), _cells))
        {
            _console.Write(Begin(partition, mark).Add(row));
            mark = MoreMark;
        }
    }

    private Row Begin(int partition, char mark) =>
        new Row().Add(_names[partition], Ink.Partition(partition)).Add($" {mark} ", Ink.Aside);
}
