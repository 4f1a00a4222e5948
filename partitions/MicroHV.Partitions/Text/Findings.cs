// The diagnostics of one description, collected while it is read, planned and held against the rules.
namespace MicroHV.Partitions.Text;

/// <summary>Collects diagnostics and hands them out sorted, each once.</summary>
/// <param name="file">The description, as the user would name it.</param>
public sealed class Findings(string file)
{
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>The description that the diagnostics are about.</summary>
    public string File => file;

    /// <summary>Whether an error was found.</summary>
    public bool HasErrors => _diagnostics.Exists(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>Adds a diagnostic.</summary>
    public void Add(string id, Place place, string message, string wayOut, Severity severity = Severity.Error) =>
        _diagnostics.Add(new Diagnostic(
            Printable.Of(place.File?.ShownPath ?? file), place, severity, id, Printable.Of(message), Printable.Of(wayOut)));

    /// <summary>All diagnostics, by place.</summary>
    public IReadOnlyList<Diagnostic> Sorted() => [.. _diagnostics.Distinct().Order()];
}
