// Reads static x86-64 executables in ELF format.
using System.Buffers.Binary;
using System.Text;

namespace MicroHV.Partitions.Elf;

/// <summary>
/// An ELF64 executable for x86-64 that needs no dynamic linker. Everything is bounds-checked: a file that is
/// something else is refused with the reason. System V ABI, "Object Files".
/// </summary>
public sealed class ElfImage
{
    private const int HeaderSizeBytes = 64;
    private const int ProgramHeaderSizeBytes = 56;
    private const int SectionHeaderSizeBytes = 64;
    private const int SymbolSizeBytes = 24;
    private const ushort TypeExecutable = 2;
    private const ushort TypeShared = 3;
    private const ushort MachineX8664 = 62;
    private const uint SegmentLoad = 1;
    private const uint SegmentDynamic = 2;
    private const uint SegmentInterpreter = 3;
    private const uint SegmentNote = 4;
    private const uint SegmentThreadLocal = 7;
    private const uint SectionSymbols = 2;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly List<(ulong Offset, ulong SizeBytes)> _notes = [];
    private readonly List<ElfSegment> _segments = [];
    private List<ElfSymbol>? _symbols;

    private ElfImage(ReadOnlyMemory<byte> file) => _file = file;

    /// <summary>Address of the first instruction.</summary>
    public ulong Entry { get; private set; }

    /// <summary>The loadable segments that are not empty, in the order of the file.</summary>
    public IReadOnlyList<ElfSegment> Segments => _segments;

    /// <summary>
    /// Reads <paramref name="file"/>; what is wrong with it comes back in <paramref name="problem"/>.
    /// </summary>
    public static ElfImage? TryRead(ReadOnlyMemory<byte> file, out string? problem)
    {
        problem = ProblemOfHeader(file.Span);
        if (problem is not null)
        {
            return null;
        }

        ElfImage image = new(file) { Entry = BinaryPrimitives.ReadUInt64LittleEndian(file.Span[24..]) };
        problem = image.ReadSegments();
        return problem is null ? image : null;
    }

    /// <summary>Reads <paramref name="file"/>.</summary>
    /// <exception cref="InvalidDataException">It is not a static ELF64 executable for x86-64.</exception>
    public static ElfImage Read(ReadOnlyMemory<byte> file, string name) =>
        TryRead(file, out string? problem) ?? throw new InvalidDataException($"{name} {problem}");

    /// <summary>Value of the symbol <paramref name="name"/>, if the file has it.</summary>
    public ulong? FindSymbol(string name)
    {
        foreach (ElfSymbol symbol in Symbols)
        {
            if (symbol.Name == name)
            {
                return symbol.Value;
            }
        }

        return null;
    }

    /// <summary>The symbols in the order of the file; empty if it was stripped.</summary>
    public IReadOnlyList<ElfSymbol> Symbols => _symbols ??= ReadSymbols();

    /// <summary>Contents of the first note with <paramref name="owner"/> and <paramref name="type"/>.</summary>
    public ReadOnlyMemory<byte>? FindNote(string owner, uint type)
    {
        byte[] wanted = [.. Encoding.ASCII.GetBytes(owner), 0];
        foreach ((ulong offset, ulong size) in _notes)
        {
            ReadOnlyMemory<byte> notes = _file.Slice((int)offset, (int)size);
            while (notes.Length >= 12)
            {
                ulong nameSize = BinaryPrimitives.ReadUInt32LittleEndian(notes.Span);
                ulong contentsSize = BinaryPrimitives.ReadUInt32LittleEndian(notes.Span[4..]);
                ulong contentsAt = 12 + AlignNote(nameSize);
                ulong end = contentsAt + AlignNote(contentsSize);
                if (contentsAt + contentsSize > (ulong)notes.Length)
                {
                    break;
                }

                bool isWanted = BinaryPrimitives.ReadUInt32LittleEndian(notes.Span[8..]) == type
                    && notes.Span.Slice(12, (int)nameSize).SequenceEqual(wanted);
                if (isWanted)
                {
                    return notes.Slice((int)contentsAt, (int)contentsSize);
                }

                notes = notes[(int)Math.Min(end, (ulong)notes.Length)..];
            }
        }

        return null;
    }

    private static string? ProblemOfHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSizeBytes || !file.StartsWith("\u007fELF"u8))
        {
            return "is not an ELF file";
        }

        if (file[4] != 2 || file[5] != 1)
        {
            return file[4] != 2 ? "is not a 64-bit ELF file" : "is not a little-endian ELF file";
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(file[18..]) != MachineX8664)
        {
            return "is not for x86-64";
        }

        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(file[16..]);
        if (type != TypeExecutable)
        {
            return type == TypeShared
                ? "is position-independent; link it with -no-pie at a fixed address"
                : "is not an executable";
        }

        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(file[32..]);
        ushort entrySize = BinaryPrimitives.ReadUInt16LittleEndian(file[54..]);
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(file[56..]);
        bool isWhole = entrySize == ProgramHeaderSizeBytes && Fits(file, table, (ulong)count * ProgramHeaderSizeBytes);
        return isWhole ? null : "has program headers outside the file";
    }

    private string? ReadSegments()
    {
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(_file.Span[32..]);
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(_file.Span[56..]);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = _file.Span.Slice(
                (int)table + (i * ProgramHeaderSizeBytes), ProgramHeaderSizeBytes);
            if (ProblemOfSegment(header) is string problem)
            {
                return problem;
            }
        }

        return _segments.Count == 0 ? "has nothing to load" : null;
    }

    private string? ProblemOfSegment(ReadOnlySpan<byte> header)
    {
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header);
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        ulong physical = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        ulong fileSize = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        ulong memorySize = BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);
        switch (type)
        {
            case SegmentDynamic:
            case SegmentInterpreter:
                return "needs a dynamic linker; link it statically";
            case SegmentThreadLocal:
                return "has thread-local storage, which a partition has no threads for";
            case SegmentNote when Fits(_file.Span, offset, fileSize):
                _notes.Add((offset, fileSize));
                return null;
            case SegmentLoad when memorySize != 0:
                break;
            default:
                return null;
        }

        if (!Fits(_file.Span, offset, fileSize) || fileSize > memorySize || physical > ulong.MaxValue - memorySize)
        {
            return "has a segment with bytes outside the file";
        }

        _segments.Add(new ElfSegment(
            physical,
            BinaryPrimitives.ReadUInt64LittleEndian(header[16..]),
            memorySize,
            BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
            _file.Slice((int)offset, (int)fileSize)));
        return null;
    }

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        return Fits(file, offset, size) ? file.Slice((int)offset, (int)size) : [];
    }

    private List<ElfSymbol> ReadSymbols()
    {
        List<ElfSymbol> symbols = [];
        ReadOnlySpan<byte> file = _file.Span;
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(file[40..]);
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(file[60..]);
        if (!Fits(file, table, (ulong)count * SectionHeaderSizeBytes))
        {
            return symbols;
        }

        ReadOnlySpan<byte> headers = file.Slice((int)table, count * SectionHeaderSizeBytes);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = headers[(i * SectionHeaderSizeBytes)..];
            uint strings = BinaryPrimitives.ReadUInt32LittleEndian(header[40..]);
            bool isSymbolTable = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == SectionSymbols;
            if (isSymbolTable && strings < count)
            {
                ReadOnlySpan<byte> names = Section(file, headers[((int)strings * SectionHeaderSizeBytes)..]);
                AddSymbols(Section(file, header), names, symbols);
            }
        }

        return symbols;
    }

    private static void AddSymbols(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> names, List<ElfSymbol> symbols)
    {
        for (; entries.Length >= SymbolSizeBytes; entries = entries[SymbolSizeBytes..])
        {
            uint at = BinaryPrimitives.ReadUInt32LittleEndian(entries);
            ReadOnlySpan<byte> name = at < names.Length ? names[(int)at..] : [];
            int length = name.IndexOf((byte)0);
            if (length > 0)
            {
                ulong value = BinaryPrimitives.ReadUInt64LittleEndian(entries[8..]);
                symbols.Add(new ElfSymbol(Encoding.UTF8.GetString(name[..length]), value));
            }
        }
    }

    private static bool Fits(ReadOnlySpan<byte> file, ulong offset, ulong size) =>
        offset <= (ulong)file.Length && size <= (ulong)file.Length - offset;

    private static ulong AlignNote(ulong size) => (size + 3) & ~3UL;
}
