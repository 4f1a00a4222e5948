// Reads the list of entries that do not save XMM registers.
namespace MicroHV.Gates.Gates;

/// <summary>The list of entries that do not save XMM registers: one symbol a line, <c>#</c> begins a comment.</summary>
public static class XmmFreeRoots
{
    /// <summary>The symbols in the file at <paramref name="path"/>.</summary>
    public static IReadOnlyList<string> Read(string path) =>
    [
        .. File.ReadLines(path)
            .Select(line => line.Split('#')[0].Trim())
            .Where(symbol => symbol.Length > 0),
    ];
}
