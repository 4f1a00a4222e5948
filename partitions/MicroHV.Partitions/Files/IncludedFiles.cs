// Puts a description and the files that it includes together.
using MicroHV.Partitions.Schema;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>
/// Reads the files that <c>include</c> names, and those that stand for one section (<c>machine = "q35.toml"</c>), and
/// merges their tables into one tree in which every value knows its own file.
/// </summary>
/// <param name="path">Absolute path of the description.</param>
/// <param name="findings">Where everything wrong is told.</param>
internal sealed class IncludedFiles(string path, Findings findings)
{
    // Enough for a board, a family of boards and a library; a chain of more is a mistake.
    private const int MaxDepth = 8;

    private const int MaxSizeBytes = 1 << 20;

    private readonly List<SourceFile> _files = [];

    /// <summary>The files that were read beside the description, each once.</summary>
    public IReadOnlyList<SourceFile> All => [.. _files.Distinct()];

    /// <summary>The tree of the description with the text <paramref name="text"/>, or null if it is not TOML.</summary>
    public TableNode? Load(string text) => Parse(text, null) is TableNode root ? Complete(root, null, [path]) : null;

    // A file is refused before it is parsed if it is too large to be a description.
    private TableNode? Parse(string text, SourceFile? file)
    {
        if (text.Length > MaxSizeBytes)
        {
            findings.Add(
                "MHV0006", Place.Start with { File = file }, $"a description of {text.Length} characters is none",
                $"keep it below {MaxSizeBytes}; was another file meant?");
            return null;
        }

        return DocumentTree.Parse(text, file, findings);
    }

    private TableNode Complete(TableNode root, SourceFile? file, IReadOnlyList<string> chain)
    {
        foreach (string section in SectionKeys())
        {
            if (root.Entries.TryGetValue(section, out TableEntry? entry)
                && entry.Value is ScalarNode { Value: string name }
                && ReadFile(name, entry.Value.Place, file, chain) is TableNode included)
            {
                root.Entries[section] = TakeSection(included, section, entry);
            }
        }

        TableNode merged = new(root.Place, []);
        foreach (Node node in IncludesOf(root))
        {
            if (node is ScalarNode { Value: string name } && ReadFile(name, node.Place, file, chain) is TableNode included)
            {
                TreeMerge.Into(merged, included);
            }
        }

        TreeMerge.Into(merged, root);
        return merged;
    }

    private TableNode? ReadFile(string name, Place place, SourceFile? from, IReadOnlyList<string> chain)
    {
        string full = Path.GetFullPath(name, from?.Folder ?? Path.GetDirectoryName(path)!);
        if (chain.Contains(full) || chain.Count > MaxDepth)
        {
            findings.Add(
                "MHV0007", place, $"'{name}' includes itself, or stands at the end of a chain of {chain.Count} files",
                "leave it out");
            return null;
        }

        string shownFolder = Path.GetDirectoryName(from?.ShownPath ?? findings.File) ?? "";
        SourceFile file = new(ShownPathOf(shownFolder, name), full);
        if (TryReadText(name, full, place) is not string text)
        {
            return null;
        }

        _files.Add(file);
        return Parse(text, file) is TableNode root ? Complete(root, file, [.. chain, full]) : null;
    }

    private string? TryReadText(string name, string full, Place place)
    {
        try
        {
            return File.ReadAllText(full);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            bool isMissing = failure is FileNotFoundException or DirectoryNotFoundException;
            findings.Add(
                "MHV0006", place, isMissing ? $"there is no file '{name}'" : $"'{name}' cannot be read: {failure.Message}",
                "name a file by its path from the file that names it");
            return null;
        }
    }

    // The entry that stands for the path: a table, or what the reader of the section refuses.
    private TableEntry TakeSection(TableNode included, string section, TableEntry path)
    {
        foreach ((string name, TableEntry stranger) in included.Entries.Where(entry => entry.Key != section))
        {
            findings.Add(
                "MHV0008", stranger.KeyPlace, $"a file that '{section}' names has '{name}'",
                $"leave it out, or name the file in '{SystemFile.IncludeKey}'");
        }

        if (included.Entries.TryGetValue(section, out TableEntry? entry))
        {
            return entry;
        }

        findings.Add(
            "MHV0008", path.Value.Place, $"the file that '{section}' names has no [{section}]", $"add a section [{section}] to it");
        return new TableEntry(path.KeyPlace, new TableNode(path.Value.Place, []));
    }

    private static IEnumerable<Node> IncludesOf(TableNode root) =>
        root.Entries.TryGetValue(SystemFile.IncludeKey, out TableEntry? entry)
            ? entry.Value is ListNode list ? list.Items : [entry.Value]
            : [];

    private static IEnumerable<string> SectionKeys() =>
        SectionModel.Of(typeof(SystemFile)).Keys
            .Select(key => key.Attribute)
            .Where(key => key.AllowsFile)
            .Select(key => key.Name);

    private static string ShownPathOf(string folder, string name)
    {
        string shown = Path.Combine(folder, name);
        return Path.IsPathRooted(shown) ? Path.GetFullPath(shown) : Path.GetRelativePath(".", shown);
    }
}
