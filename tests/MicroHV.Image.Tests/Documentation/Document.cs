// The documentation as tests read it.
using System.Text.RegularExpressions;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>One page.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Text">What it says.</param>
internal sealed partial record Document(string Name, string Text)
{
    /// <summary>The README and every page of <c>docs/</c>.</summary>
    public static IReadOnlyList<Document> All { get; } =
    [
        Read("README.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Read(Path.GetRelativePath(Repository.Root, path))),
    ];

    /// <summary>The names of all pages, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Select(document => document.Name)];

    /// <summary>Its absolute path.</summary>
    public string FullPath => Path.Combine(Repository.Root, Name);

    /// <summary>Its fenced blocks, in order.</summary>
    public IEnumerable<(string Language, string Text)> Blocks =>
        Fence().Matches(Text).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value));

    /// <summary>What it says outside of fenced blocks.</summary>
    public string Prose => Fence().Replace(Text, "");

    /// <summary>The page with the path <paramref name="name"/> in the repository.</summary>
    public static Document Read(string name) => new(name, File.ReadAllText(Path.Combine(Repository.Root, name)));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
