// Layouts as nasm sees them.
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace MicroHV.Gates.Layouts;

/// <summary>Layouts as nasm sees them: a table of every name, assembled with the include file that the kernel uses.</summary>
public static class AssemblyLayouts
{
    private const int EntrySizeBytes = 8;

    /// <summary>Sizes and offsets by the names of <see cref="AbiOffsets"/>.</summary>
    /// <exception cref="InvalidDataException">A name is missing from the include file, or nasm failed otherwise.</exception>
    public static IReadOnlyDictionary<string, long> Read(string includeFile, IReadOnlyList<RecordLayout> records)
    {
        string[] names = [.. records.SelectMany(Names)];
        DirectoryInfo directory = Directory.CreateTempSubdirectory("microhv-gates-");
        try
        {
            string source = Path.Combine(directory.FullName, "names.asm");
            string table = Path.Combine(directory.FullName, "names.bin");
            File.WriteAllText(source, Source(includeFile, names));
            Assemble(source, table);
            byte[] bytes = File.ReadAllBytes(table);
            return names.Index().ToDictionary(
                entry => entry.Item,
                entry => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(entry.Index * EntrySizeBytes)),
                StringComparer.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Names(RecordLayout record) =>
        record.Fields.Select(field => $"{record.Name}.{field.Name}").Prepend(AbiOffsets.SizeName(record));

    private static string Source(string includeFile, string[] names)
    {
        StringBuilder text = new();
        _ = text.Append("bits 64\n%include \"").Append(Path.GetFullPath(includeFile)).Append("\"\n");
        foreach (string name in names)
        {
            _ = text.Append("dq ").Append(name).Append('\n');
        }

        return text.ToString();
    }

    private static void Assemble(string source, string table)
    {
        ProcessStartInfo start = new("nasm", ["-f", "bin", "-Wall", "-Werror", "-o", table, source])
        {
            RedirectStandardError = true,
        };
        using Process nasm = Process.Start(start) ?? throw new InvalidDataException("nasm did not start");
        string errors = nasm.StandardError.ReadToEnd();
        nasm.WaitForExit();
        if (nasm.ExitCode != 0)
        {
            throw new InvalidDataException($"nasm does not know every record: {errors.Trim()}");
        }
    }
}
