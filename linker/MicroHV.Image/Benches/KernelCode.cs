// The kernel's code as an instruction trace needs it: which function an address is in, and which instruction is there.
using Iced.Intel;
using MicroHV.Partitions.Elf;

namespace MicroHV.Image.Benches;

/// <summary>Functions and instructions of kernel.elf.</summary>
internal sealed class KernelCode
{
    private const string ManagedPrefix = "kernel_MicroHV_Kernel_";

    private readonly ElfImage _image;
    private readonly ulong[] _starts;
    private readonly string[] _names;
    private readonly Dictionary<ulong, Instruction> _decoded = [];

    /// <summary>The code of <paramref name="image"/>, a kernel.elf with symbols.</summary>
    public KernelCode(ElfImage image)
    {
        _image = image;
        Start = Symbol("_text_start");
        End = Symbol("_text_end");
        ElfSymbol[] symbols =
        [
            .. image.Symbols.Where(symbol => symbol.Value >= Start && symbol.Value < End)
                .DistinctBy(symbol => symbol.Value)
                .OrderBy(symbol => symbol.Value),
        ];
        _starts = [.. symbols.Select(symbol => symbol.Value)];
        _names = [.. symbols.Select(symbol => Plain(symbol.Name))];
    }

    /// <summary>First address of the code.</summary>
    public ulong Start { get; }

    /// <summary>End of the code.</summary>
    public ulong End { get; }

    /// <summary>The function at <paramref name="address"/>.</summary>
    public string FunctionAt(ulong address)
    {
        int index = Array.BinarySearch(_starts, address);
        return _names[index >= 0 ? index : Math.Max(0, ~index - 1)];
    }

    /// <summary>The instruction at <paramref name="address"/>.</summary>
    public Instruction InstructionAt(ulong address)
    {
        if (_decoded.TryGetValue(address, out Instruction known))
        {
            return known;
        }

        ElfSegment segment = _image.Segments.First(
            item => address >= item.VirtualAddress && address - item.VirtualAddress < (ulong)item.Bytes.Length);
        ReadOnlyMemory<byte> bytes = segment.Bytes[(int)(address - segment.VirtualAddress)..];
        Decoder decoder = Decoder.Create(64, bytes[..Math.Min(15, bytes.Length)].ToArray(), address);
        Instruction instruction = decoder.Decode();
        _decoded.Add(address, instruction);
        return instruction;
    }

    /// <summary>Ranges of functions whose plain name <paramref name="isWanted"/> accepts, adjoining ones made one.</summary>
    public IReadOnlyList<(ulong Start, ulong End)> RangesOf(Func<string, bool> isWanted)
    {
        List<(ulong Start, ulong End)> ranges = [];
        for (int i = 0; i < _starts.Length; i++)
        {
            ulong end = i + 1 < _starts.Length ? _starts[i + 1] : End;
            if (!isWanted(_names[i]))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].End == _starts[i])
            {
                ranges[^1] = (ranges[^1].Start, end);
            }
            else
            {
                ranges.Add((_starts[i], end));
            }
        }

        return ranges;
    }

    /// <summary>Address of the first function whose plain name begins with <paramref name="name"/>.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public ulong AddressOf(string name)
    {
        int index = Array.FindIndex(_names, item => item.StartsWith(name, StringComparison.Ordinal));
        return index >= 0 ? _starts[index] : throw new InvalidDataException($"kernel.elf has no function {name}");
    }

    // "kernel_MicroHV_Kernel_Exits_CpuidExit__Handle" is Exits/CpuidExit.Handle; what follows a dot is a label of assembly.
    private static string Plain(string symbol)
    {
        string name = symbol.Replace(ManagedPrefix, string.Empty, StringComparison.Ordinal);
        if (name.Length == symbol.Length)
        {
            return name.Split('.')[0];
        }

        int method = name.IndexOf("__", StringComparison.Ordinal);
        return method < 0 ? name : $"{name[..method].Replace('_', '/')}.{name[(method + 2)..]}";
    }

    private ulong Symbol(string name) =>
        _image.FindSymbol(name) ?? throw new InvalidDataException($"kernel.elf has no symbol {name}");
}
