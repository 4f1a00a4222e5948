// Writes LayoutProbe.cs: functions in which the ahead-of-time compiler says how it lays out the kernel's records.
using System.Globalization;
using System.Text;

namespace MicroHV.Gates.Layouts;

/// <summary>
/// A source file that is compiled with the kernel's own sources by the kernel's own compilers into an object of its own,
/// which nothing links. Each function's machine code holds one number: the size of a record or the offset of a field.
/// </summary>
public static class LayoutProbe
{
    /// <summary>The symbol of the function that returns the size of <paramref name="record"/>.</summary>
    public static string SizeSymbol(RecordLayout record) => $"sizeof_{record.Name}";

    /// <summary>The symbol of the function that returns the address of a field, given that of the record.</summary>
    public static string FieldSymbol(RecordLayout record, FieldPlace field) => $"place_{record.Name}_{field.Name}";

    /// <summary>The whole source file.</summary>
    public static string Write(IReadOnlyList<RecordLayout> records)
    {
        StringBuilder text = new();
        _ = text.Append("// How the ahead-of-time compiler lays out the kernel's records. Written by linker/MicroHV.Gates.\n");
        _ = text.Append("namespace MicroHV.Kernel.Probe;\n\ninternal static unsafe class LayoutProbe\n{\n");
        foreach (RecordLayout record in records)
        {
            Append(text, $"[System.Runtime.RuntimeExport(\"{SizeSymbol(record)}\")]");
            Append(text, $"private static int SizeOf_{record.Name}() => sizeof(global::{record.FullName});");
            foreach (FieldPlace field in record.Fields)
            {
                string address = field.IsBuffer ? $"record->{field.Name}" : $"&record->{field.Name}";
                Append(text, $"[System.Runtime.RuntimeExport(\"{FieldSymbol(record, field)}\")]");
                Append(text, $"private static void* {record.Name}_{field.Name}(global::{record.FullName}* record) => {address};");
            }
        }

        return text.Append("}\n").ToString();
    }

    private static void Append(StringBuilder text, string line) =>
        text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
}
