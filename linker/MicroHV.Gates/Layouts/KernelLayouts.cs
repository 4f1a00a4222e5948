// Layouts as ILC computed them, read from the machine code that it made of LayoutProbe.cs.
using Iced.Intel;
using MicroHV.Gates.Elf;

namespace MicroHV.Gates.Layouts;

/// <summary>Layouts as ILC computed them.</summary>
public static class KernelLayouts
{
    /// <summary>Sizes and offsets by the names of <see cref="AbiOffsets"/>, of those records that the probe knows.</summary>
    /// <exception cref="InvalidDataException">A function of the probe is not of a form that is understood.</exception>
    public static IReadOnlyDictionary<string, long> Read(ElfFile probe, IReadOnlyList<RecordLayout> records)
    {
        Dictionary<string, long> layouts = new(StringComparer.Ordinal);
        foreach (RecordLayout record in records)
        {
            Add(layouts, AbiOffsets.SizeName(record), probe, LayoutProbe.SizeSymbol(record));
            foreach (FieldPlace field in record.Fields)
            {
                Add(layouts, $"{record.Name}.{field.Name}", probe, LayoutProbe.FieldSymbol(record, field));
            }
        }

        return layouts;
    }

    private static void Add(Dictionary<string, long> layouts, string name, ElfFile probe, string symbolName)
    {
        if (probe.Symbol(symbolName) is { } symbol)
        {
            layouts.Add(name, Result(probe, symbol));
        }
    }

    /// <summary>What a function returns whose argument, in RDI, is 0. It consists of moves, additions and tests.</summary>
    private static long Result(ElfFile probe, ElfSymbol symbol)
    {
        ReadOnlySpan<byte> section = probe.BytesOf(probe.Sections[symbol.SectionIndex]);
        Decoder decoder = Decoder.Create(64, section[(int)symbol.Value..].ToArray());
        long result = 0;
        while (true)
        {
            Instruction instruction = decoder.Decode();
            bool setsResult = instruction.Op0Kind == OpKind.Register && instruction.Op0Register.GetFullRegister() == Register.RAX;
            switch (instruction.Mnemonic)
            {
                case Mnemonic.Ret:
                    return result;
                case Mnemonic.Mov when setsResult && instruction.Op1Kind.IsImmediate():
                    result = (long)instruction.GetImmediate(1);
                    break;
                case Mnemonic.Mov when setsResult && instruction.Op1Register == Register.RDI:
                    result = 0;
                    break;
                case Mnemonic.Xor when setsResult && instruction.Op1Register == instruction.Op0Register:
                    result = 0;
                    break;
                case Mnemonic.Lea when setsResult && instruction.MemoryBase == Register.RDI && instruction.MemoryIndex == Register.None:
                    result = (long)instruction.MemoryDisplacement64;
                    break;
                case Mnemonic.Add when setsResult && instruction.Op1Kind.IsImmediate():
                    result += (long)instruction.GetImmediate(1);
                    break;
                case Mnemonic.Cmp when instruction.MemoryBase == Register.RDI:
                case Mnemonic.Push or Mnemonic.Pop or Mnemonic.Nop:
                case Mnemonic.Mov when instruction.Op0Register == Register.RBP && instruction.Op1Register == Register.RSP:
                    break;
                default:
                    throw new InvalidDataException($"{symbol.Name}: '{instruction}' says nothing about a layout");
            }
        }
    }

    private static bool IsImmediate(this OpKind kind) => kind is >= OpKind.Immediate8 and <= OpKind.Immediate32to64;
}
