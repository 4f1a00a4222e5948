// What a compiler said, in one line.
namespace MicroHV.Partitions.Projects;

/// <summary>Finds the line that matters in a compiler's output.</summary>
internal static class CompilerWords
{
    /// <summary>The first line that says "error", or the last line that says anything.</summary>
    public static string FirstError(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? error = Array.Find(lines, line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
        return error ?? (lines.Length == 0 ? "the compiler said nothing" : lines[^1]);
    }
}
