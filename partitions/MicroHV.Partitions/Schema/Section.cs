// A table of a description, as its author wrote it.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>
/// A table of a description. A type of section is the one place where its keys are said: a property with a
/// <see cref="KeyAttribute"/> is a key, its doc comment is the key's documentation, and reader, reference page and JSON
/// Schema are made of these.
/// </summary>
public abstract class Section
{
    /// <summary>Where the section begins.</summary>
    public Place Place { get; internal set; }

    /// <summary>Whether the section has faults of its own, so that rules about it say nothing more.</summary>
    public bool IsBroken { get; internal set; }
}
