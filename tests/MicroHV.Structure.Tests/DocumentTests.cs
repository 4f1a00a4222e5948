// What the documentation names exists, and what the sources cite is in the list of references.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

public sealed partial class DocumentTests
{
    private const string References = "docs/references.md";

    [Fact]
    public void Every_source_that_the_documentation_names_exists()
    {
        string[] all = [.. Repository.Files("", ".cs", ".asm").Select(file => file.Path)];
        foreach (SourceFile page in Repository.Files("docs/", ".md"))
        {
            foreach (string path in SourcePath.Matches(page.Text).Select(found => found.Value))
            {
                // Beside a folder that the sentence named, a file may stand by its name.
                bool exists = all.Any(file => file == path || file.EndsWith($"/{path}", StringComparison.Ordinal));
                Assert.True(exists, $"{page} names {path}");
            }
        }
    }

    [Fact]
    public void Every_citation_of_a_manual_is_in_the_references()
    {
        ILookup<string, string> listed = Listed();
        Assert.NotEmpty(Citations());
        string[] missing = [.. Citations()
            .Where(citation => !listed[citation.Volume].Contains(citation.Title))
            .Select(citation => $"{citation.File}: {citation.Volume}, \"{citation.Title}\"")];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_reference_is_cited()
    {
        HashSet<(string, string)> cited = [.. Citations().Select(citation => (citation.Volume, citation.Title))];
        string[] unused = [.. Listed()
            .SelectMany(volume => volume.Select(title => (volume.Key, title)))
            .Where(entry => !cited.Contains(entry))
            .Select(entry => $"{entry.Key}, \"{entry.title}\"")];
        Assert.True(unused.Length == 0, string.Join('\n', unused));
    }

    // Below a heading like "### SDM 3C", a title in each line of the list.
    private static ILookup<string, string> Listed()
    {
        SourceFile page = Repository.Files(References, ".md").Single();
        List<(string Volume, string Title)> entries = [];
        string volume = "";
        foreach (string line in page.Lines)
        {
            volume = line.StartsWith("### ", StringComparison.Ordinal) ? line[4..] : volume;
            if (line.StartsWith("- ", StringComparison.Ordinal) && volume.Length != 0)
            {
                entries.Add((volume, line[2..]));
            }
        }

        return entries.ToLookup(entry => entry.Volume, entry => entry.Title);
    }

    private static IEnumerable<(string File, string Volume, string Title)> Citations()
    {
        foreach (SourceFile file in Repository.Files("", ".cs", ".asm", ".S", ".c", ".h", ".ld", ".md", ".toml"))
        {
            bool isAboutCitations = file.Path == References
                || file.Path.StartsWith("tests/MicroHV.Structure.Tests/", StringComparison.Ordinal);
            string text = LineBreak.Replace(file.Text, " ");
            foreach (Match found in isAboutCitations ? [] : Citation.Matches(text).AsEnumerable())
            {
                foreach (Match title in Title.Matches(found.Groups[2].Value))
                {
                    yield return (file.Path, found.Groups[1].Value, title.Groups[1].Value);
                }
            }
        }
    }

    [GeneratedRegex(@"(?<![\w/.])[\w./-]+\.(?:cs|asm)\b(?!\w|/)")]
    private static partial Regex SourcePath { get; }

    // A citation may go on in the next line of a comment.
    [GeneratedRegex(@"\r?\n[ \t]*(///|//|;|#|\*)?[ \t]*")]
    private static partial Regex LineBreak { get; }

    [GeneratedRegex(@"\b((?:SDM [1-4][A-D]?)|(?:APM [1-6])), ((?:""[^""]+""(?:, | and )?)+)")]
    private static partial Regex Citation { get; }

    [GeneratedRegex(@"""([^""]+)""")]
    private static partial Regex Title { get; }
}
