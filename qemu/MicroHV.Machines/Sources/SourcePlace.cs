// A place in somebody's source code.
namespace MicroHV.Machines;

/// <summary>Where an instruction comes from, as the line numbers of its image tell it.</summary>
/// <param name="Function">The function, or null if the image has no name for it.</param>
/// <param name="File">Path of the file as a person here would name it, or null if the image has no line number.</param>
/// <param name="Line">The line, from 1 on, or null if the image has none.</param>
public sealed record SourcePlace(string? Function, string? File, int? Line)
{
    /// <summary>For example "main.c:41 in main".</summary>
    public override string ToString() => string.Join(
        " in ", new[] { File is null ? null : Line is null ? File : $"{File}:{Line}", Function }.OfType<string>());
}
