// One finding about a system description: what, where, and the way out.
namespace MicroHV.Partitions.Text;

/// <summary>A finding: which rule, where in which file, what is wrong and what to do about it.</summary>
/// <param name="File">The file as the user would name it.</param>
/// <param name="Place">Where in the file.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Id">The rule's id, <c>MHVnnnn</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="WayOut">What to do about it.</param>
public sealed record Diagnostic(
    string File, Place Place, Severity Severity, string Id, string Message, string WayOut)
    : IComparable<Diagnostic>
{
    /// <inheritdoc/>
    public int CompareTo(Diagnostic? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = string.CompareOrdinal(File, other.File);
        order = order != 0 ? order : Place.CompareTo(other.Place);
        order = order != 0 ? order : string.CompareOrdinal(Id, other.Id);
        return order != 0 ? order : string.CompareOrdinal(Message, other.Message);
    }

    /// <summary>
    /// <c>file:line:column: id: message; way out</c>, with the severity before the id unless it is an error.
    /// </summary>
    public override string ToString()
    {
        string level = Severity switch
        {
            Severity.Warning => "warning: ",
            Severity.Note => "note: ",
            _ => "",
        };
        return $"{File}:{Place.Line}:{Place.Column}: {level}{Id}: {Message}; {WayOut}";
    }
}
