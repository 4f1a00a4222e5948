// The diagnostics of one file, collected while it is read, planned and held against the rules.
namespace MicroHV.Partitions.Text;

/// <summary>Collects diagnostics and hands them out sorted, each once.</summary>
/// <param name="file">The file that they are about, as the user would name it.</param>
public sealed class Findings(string file)
{
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>The file that the diagnostics are about.</summary>
    public string File => file;

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => _diagnostics.Count == 0;

    /// <summary>Adds a diagnostic.</summary>
    public void Add(string id, Place place, string message, string wayOut) =>
        _diagnostics.Add(new Diagnostic(file, place, id, message, wayOut));

    /// <summary>All diagnostics, by place.</summary>
    public IReadOnlyList<Diagnostic> Sorted() => [.. _diagnostics.Distinct().Order()];
}
