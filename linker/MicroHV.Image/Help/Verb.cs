// A verb of the command, with the examples that its help shows.
using System.CommandLine;

namespace MicroHV.Image.Help;

/// <summary>A verb.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">At least one; all of them must parse where there is a system called <c>mine</c>.</param>
internal sealed class Verb(string name, string description, params IReadOnlyList<Example> examples)
    : Command(name, description)
{
    /// <summary>What its help shows at the end.</summary>
    public IReadOnlyList<Example> Examples => examples;

    /// <summary>Lines to type or to write into a file once, each with what it serves; none for most verbs.</summary>
    public IReadOnlyList<(string Purpose, string Line)> Installation { get; set; } = [];
}
