// A piece of a strip.
namespace MicroHV.Image.HtmlPages;

/// <summary>Something that lies on a scale from its start to its end.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Colours">Classes of its colours, from top to bottom.</param>
/// <param name="Label">What is written on it, where there is room.</param>
/// <param name="ShortLabel">What is written on it where there is less room.</param>
/// <param name="Detail">The line below.</param>
/// <param name="Title">All about it, in one line.</param>
internal sealed record Block(
    ulong Start, ulong End, IReadOnlyList<string> Colours, string Label, string ShortLabel, string Detail, string Title);
