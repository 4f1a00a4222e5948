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

    private readonly List<SourceFile> _files = [];

    /// <summary>The files that were read beside the description, each once.</summary>
    public IReadOnlyList<SourceFile> All => [.. _files.Distinct()];

    /// <summary>The tree of the description with the text <paramref name="text"/>, or null if it is not TOML.</summary>
    public TableNode? Load(string text) =>
        DocumentTree.Parse(text, null, findings) is TableNode root ? Complete(root, null, [path]) : null;

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
        if (!DescriptionText.IsPath(name))
        {
            findings.Add("MHV0005", place, $"'{name}' is no path", "name a file by its path from this one");
            return null;
        }

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
        if (DescriptionText.TryRead(full, out string problem) is not string text)
        {
            findings.Add(
                "MHV0006", place, $"'{name}' {problem}", "name a file by its path from the file that names it");
            return null;
        }

        _files.Add(file);
        return DocumentTree.Parse(text, file, findings) is TableNode root ? Complete(root, file, [.. chain, full]) : null;
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
