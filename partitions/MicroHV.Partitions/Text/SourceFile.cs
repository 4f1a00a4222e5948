// A file that a description was read from.
namespace MicroHV.Partitions.Text;

/// <summary>A file that a description was read from.</summary>
/// <param name="ShownPath">The path as the user would name it.</param>
/// <param name="FullPath">The absolute path.</param>
public sealed record SourceFile(string ShownPath, string FullPath)
{
    /// <summary>The folder that paths in the file are relative to.</summary>
    public string Folder => Path.GetDirectoryName(FullPath)!;
}
