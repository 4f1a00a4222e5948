// Findings about a description, for people.
using MicroHV.Partitions;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Diagnostics;

/// <summary>Prints findings, one line each, and their number, on standard error.</summary>
internal static class DiagnosticPrinter
{
    /// <summary>Prints what was found about <paramref name="system"/>; nothing if nothing was.</summary>
    public static void Print(LoadedSystem system)
    {
        foreach (Diagnostic diagnostic in system.Diagnostics)
        {
            Console.Error.WriteLine(diagnostic);
        }

        if (system.Diagnostics.Count != 0)
        {
            Console.Error.WriteLine(Total(system));
        }
    }

    private static string Total(LoadedSystem system)
    {
        string[] counts =
        [
            .. new[]
            {
                (Count: system.CountOf(Severity.Error), Noun: "error"),
                (Count: system.CountOf(Severity.Warning), Noun: "warning"),
                (Count: system.CountOf(Severity.Note), Noun: "note"),
            }
            .Where(total => total.Count != 0)
            .Select(total => total.Count == 1 ? $"1 {total.Noun}" : $"{total.Count} {total.Noun}s"),
        ];
        return string.Join(", ", counts);
    }
}
