// Reads as much of a 64-bit ELF file as the gates and the image builder look at.
using System.Buffers.Binary;
using System.Text;

namespace MicroHV.Gates.Elf;

/// <summary>A 64-bit little-endian ELF file: sections, program headers and symbols.</summary>
public sealed class ElfFile
{
    private const uint SymbolTableType = 2;
    private const uint RelocationsType = 4;
    private readonly byte[] _bytes;

    private ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        Entry = U64(0x18);
        Sections = ReadSections();
        Segments = ReadSegments();
        Symbols = ReadSymbols();
        Relocations = ReadRelocations();
    }

    /// <summary>The address at which execution begins.</summary>
    public ulong Entry { get; }

    /// <summary>All sections, in the order of the file; index 0 is the empty one.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>All program headers, in the order of the file.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>All symbols, in the order of the file.</summary>
    public IReadOnlyList<ElfSymbol> Symbols { get; }

    /// <summary>All relocations of an object file; none in a linked image.</summary>
    public IReadOnlyList<ElfRelocation> Relocations { get; }

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="InvalidDataException">It is not a whole 64-bit little-endian ELF file.</exception>
    public static ElfFile Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads a file that is already in memory; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="InvalidDataException">It is not a whole 64-bit little-endian ELF file.</exception>
    public static ElfFile Parse(byte[] bytes, string name)
    {
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (bytes.Length < 0x40 || !bytes.AsSpan(0, 6).SequenceEqual(identification))
        {
            throw new InvalidDataException($"{name} is not a 64-bit little-endian ELF file");
        }

        try
        {
            return new ElfFile(bytes);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidDataException($"{name} is an ELF file that ends too early", exception);
        }
    }

    /// <summary>The bytes of a section; empty for .bss.</summary>
    public ReadOnlySpan<byte> BytesOf(ElfSection section) =>
        section.HasBytes ? _bytes.AsSpan((int)section.Offset, (int)section.SizeBytes) : [];

    /// <summary>The bytes of a program header that stand in the file.</summary>
    public ReadOnlySpan<byte> BytesOf(ElfSegment segment) =>
        _bytes.AsSpan((int)segment.Offset, (int)segment.FileSizeBytes);

    /// <summary>The section called <paramref name="name"/>, or null.</summary>
    public ElfSection? Section(string name) => Sections.FirstOrDefault(section => section.Name == name);

    /// <summary>The function that holds <paramref name="offset"/> of a section, or null.</summary>
    public ElfSymbol? FunctionAt(uint sectionIndex, ulong offset) =>
        Symbols.FirstOrDefault(symbol =>
            symbol.IsFunction && symbol.SectionIndex == sectionIndex
            && symbol.Value <= offset && offset < symbol.Value + symbol.SizeBytes);

    /// <summary>The symbol called <paramref name="name"/>, or null.</summary>
    public ElfSymbol? Symbol(string name) => Symbols.FirstOrDefault(symbol => symbol.Name == name);

    private List<ElfSection> ReadSections()
    {
        ulong table = U64(0x28);
        int entrySize = U16(0x3A);
        int count = U16(0x3C);
        ulong names = count == 0 ? 0 : U64(table + (ulong)(U16(0x3E) * entrySize) + 0x18);
        List<ElfSection> sections = new(count);
        for (int i = 0; i < count; i++)
        {
            ulong at = table + (ulong)(i * entrySize);
            sections.Add(new ElfSection(
                Name: Text(names + U32(at)),
                Type: U32(at + 0x04),
                Flags: U64(at + 0x08),
                Address: U64(at + 0x10),
                Offset: U64(at + 0x18),
                SizeBytes: U64(at + 0x20),
                AppliesTo: U32(at + 0x2C)));
        }

        return sections;
    }

    private List<ElfSegment> ReadSegments()
    {
        ulong table = U64(0x20);
        int entrySize = U16(0x36);
        int count = U16(0x38);
        List<ElfSegment> segments = new(count);
        for (int i = 0; i < count; i++)
        {
            ulong at = table + (ulong)(i * entrySize);
            segments.Add(new ElfSegment(
                Type: U32(at),
                Flags: U32(at + 0x04),
                Offset: U64(at + 0x08),
                VirtualAddress: U64(at + 0x10),
                PhysicalAddress: U64(at + 0x18),
                FileSizeBytes: U64(at + 0x20),
                MemorySizeBytes: U64(at + 0x28)));
        }

        return segments;
    }

    private List<ElfSymbol> ReadSymbols()
    {
        const ulong entrySize = 0x18;
        ElfSection? table = Sections.FirstOrDefault(section => section.Type == SymbolTableType);
        ElfSection? names = Section(".strtab");
        if (table is null || names is null)
        {
            return [];
        }

        List<ElfSymbol> symbols = new((int)(table.SizeBytes / entrySize));
        for (ulong at = table.Offset; at + entrySize <= table.Offset + table.SizeBytes; at += entrySize)
        {
            symbols.Add(new ElfSymbol(
                Name: Text(names.Offset + U32(at)),
                Value: U64(at + 0x08),
                SizeBytes: U64(at + 0x10),
                IsFunction: (U8(at + 0x04) & 0xF) == 2,
                SectionIndex: U16(at + 0x06)));
        }

        return symbols;
    }

    private List<ElfRelocation> ReadRelocations()
    {
        const ulong entrySize = 0x18;
        List<ElfRelocation> relocations = [];
        foreach (ElfSection table in Sections.Where(section => section.Type == RelocationsType))
        {
            for (ulong at = table.Offset; at + entrySize <= table.Offset + table.SizeBytes; at += entrySize)
            {
                relocations.Add(new ElfRelocation(
                    SectionIndex: table.AppliesTo,
                    Offset: U64(at),
                    SymbolIndex: U32(at + 0x0C)));
            }
        }

        return relocations;
    }

    private byte U8(ulong offset) => At(offset, 1)[0];

    private ushort U16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    private uint U32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    private ulong U64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));

    private ReadOnlySpan<byte> At(ulong offset, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, (ulong)_bytes.Length);
        return _bytes.AsSpan((int)offset, size);
    }

    private string Text(ulong offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, (ulong)_bytes.Length);
        ReadOnlySpan<byte> rest = _bytes.AsSpan((int)offset);
        int length = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(length < 0 ? rest : rest[..length]);
    }
}
