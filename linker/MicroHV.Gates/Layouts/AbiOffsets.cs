// Writes abi_offsets.inc: the same records for nasm.
using System.Globalization;
using System.Reflection;
using System.Text;

namespace MicroHV.Gates.Layouts;

/// <summary>
/// The words with which assembly names records: <c>GuestRegisters.Rax</c> is an offset, fields of nested records included
/// (<c>CpuState.General.Rax</c>); <c>sizeof.GuestRegisters</c> is a size; members of the enumerations and constants of room
/// Abi have the names that they have in C# (<c>Hypercall.Yield</c>).
/// </summary>
public static class AbiOffsets
{
    /// <summary>The name of the size of <paramref name="record"/> in assembly.</summary>
    public static string SizeName(RecordLayout record) => $"sizeof.{record.Name}";

    /// <summary>The whole file.</summary>
    public static string Write(IReadOnlyList<RecordLayout> records, Assembly model)
    {
        StringBuilder text = new();
        _ = text.Append("; Offsets and sizes of the kernel's records in bytes, from the C# structs. Written by linker/MicroHV.Gates.\n");
        foreach (RecordLayout record in records)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n%define {SizeName(record)} 0x{record.SizeBytes:X}\n");
            foreach ((string name, int offset) in Places(record, records))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"%define {name} 0x{offset:X}\n");
            }
        }

        foreach (Type type in model.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            AppendConstants(text, type);
        }

        return text.ToString();
    }

    /// <summary>Every name of <paramref name="record"/> and its offset, fields of nested records included.</summary>
    public static IEnumerable<(string Name, int Offset)> Places(RecordLayout record, IReadOnlyList<RecordLayout> records) =>
        Places(record, records, record.Name, 0);

    private static IEnumerable<(string Name, int Offset)> Places(
        RecordLayout record, IReadOnlyList<RecordLayout> records, string prefix, int start)
    {
        foreach (FieldPlace field in record.Fields)
        {
            string name = $"{prefix}.{field.Name}";
            yield return (name, start + field.Offset);
            RecordLayout? nested = records.FirstOrDefault(candidate => candidate.Name == field.Record);
            if (nested is null)
            {
                continue;
            }

            foreach ((string, int) place in Places(nested, records, name, start + field.Offset))
            {
                yield return place;
            }
        }
    }

    private static void AppendConstants(StringBuilder text, Type type)
    {
        bool isVisible = type.Namespace == "MicroHV.Kernel.Abi" && !type.IsNested;
        FieldInfo[] constants = isVisible
            ? [.. type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.IsLiteral)]
            : [];
        if (constants.Length == 0)
        {
            return;
        }

        _ = text.Append('\n');
        foreach (FieldInfo constant in constants)
        {
            string value = string.Create(CultureInfo.InvariantCulture, $"0x{constant.GetRawConstantValue():X}");
            _ = text.Append(CultureInfo.InvariantCulture, $"%define {type.Name}.{constant.Name} {value}\n");
        }
    }
}
