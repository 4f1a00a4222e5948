// Memory to scale, a character for so and so many bytes.
using MicroHV.Partitions.Views;

namespace MicroHV.Image.TextPages;

/// <summary>
/// Cuts memory into cells of equal size and says of each what is in it. Memory that is used is never hidden by memory that
/// is not.
/// </summary>
internal sealed class MemoryStrip
{
    /// <summary>Cells in a line.</summary>
    public const int CellsPerLine = 64;

    private const int MaxLines = 16;
    private const ulong MinCellBytes = 0x1000;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJLMNOPQRSTUVWXYZ";

    private const char Nothing = ' ';
    private const char Free = '.';
    private const char Firmware = '-';
    private const char Kernel = 'K';
    private const char Several = '+';
    private const char Somebody = '#';

    private readonly char[] _cells;

    /// <summary>The strip of all RAM in <paramref name="view"/>.</summary>
    public MemoryStrip(SystemView view)
    {
        MemoryRangeView[] ram = [.. view.Memory.Where(range => range.Kind != MemoryKind.Device)];
        End = ram.Max(range => range.End);
        CellBytes = MinCellBytes;
        while ((End - 1) / CellBytes >= CellsPerLine * MaxLines)
        {
            CellBytes *= 2;
        }

        HasLetters = view.Partitions.Count <= Letters.Length;
        _cells = new char[((End - 1) / (CellBytes * CellsPerLine) + 1) * CellsPerLine];
        Array.Fill(_cells, Nothing);
        foreach (MemoryRangeView range in ram)
        {
            Draw(range);
        }
    }

    /// <summary>First address behind the memory.</summary>
    public ulong End { get; }

    /// <summary>Bytes of one cell.</summary>
    public ulong CellBytes { get; }

    /// <summary>Whether each partition has a letter of its own.</summary>
    public bool HasLetters { get; }

    /// <summary>What the signs mean, partitions aside.</summary>
    public static IReadOnlyList<string> Meanings { get; } =
    [
        $"{Firmware} the firmware's", $"{Kernel} the kernel's", $"{Several} several", $"{Free} free", "blank: not listed",
    ];

    /// <summary>The sign of a partition.</summary>
    /// <param name="index">Number of the partition.</param>
    public char SignOf(int index) => HasLetters ? Letters[index] : Somebody;

    /// <summary>Number of the partition with a sign; null if the sign is no partition's.</summary>
    public int? PartitionOf(char sign) =>
        HasLetters && Letters.IndexOf(sign, StringComparison.Ordinal) is >= 0 and int index ? index : null;

    /// <summary>The lines: the first address of each, and its cells.</summary>
    public IEnumerable<(ulong Start, string Cells)> Lines =>
        _cells.Chunk(CellsPerLine).Select((cells, i) => ((ulong)i * CellsPerLine * CellBytes, new string(cells)));

    private void Draw(MemoryRangeView range)
    {
        char sign = range.Kind switch
        {
            MemoryKind.Free => Free,
            MemoryKind.Firmware => Firmware,
            MemoryKind.KernelImage or MemoryKind.KernelBlob or MemoryKind.KernelPool or MemoryKind.KernelCrashRecord => Kernel,
            MemoryKind.Shared => Several,
            _ => SignOf(range.Users[0].PartitionIndex),
        };
        for (ulong cell = range.Start / CellBytes; cell <= (range.End - 1) / CellBytes; cell++)
        {
            _cells[cell] = Both(_cells[cell], sign);
        }
    }

    // What is used hides what is not; two users are several.
    private static char Both(char drawn, char sign)
    {
        if (drawn == sign || sign is Free or Firmware)
        {
            return drawn == Nothing ? sign : drawn;
        }

        return drawn is Nothing or Free or Firmware ? sign : Several;
    }
}
