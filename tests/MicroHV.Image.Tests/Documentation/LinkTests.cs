// What the documentation points at exists.
using System.Text.RegularExpressions;

namespace MicroHV.Image.Tests.Documentation;

public sealed partial class LinkTests
{
    [Theory]
    [MemberData(nameof(Document.Names), MemberType = typeof(Document))]
    public void Every_link_leads_somewhere(string name)
    {
        Document document = Document.Read(name);
        Assert.All(
            Link().Matches(document.Prose).Select(match => match.Groups["target"].Value),
            target => Assert.True(target.Contains("://", StringComparison.Ordinal) || Exists(document, target), target));
    }

    [Fact]
    public void Every_page_is_reached_from_the_index()
    {
        Document index = Document.Read("docs/index.md");
        string[] reached = [.. Link().Matches(index.Prose).Select(match => PathOf(index, match.Groups["target"].Value))];
        Assert.All(
            Document.All.Where(document => document.Name != index.Name),
            document => Assert.Contains(document.FullPath, reached));
    }

    [Theory]
    [InlineData("docs/walk-an-exit.md")]
    [InlineData("docs/walk-a-value.md")]
    public void Every_member_on_a_walk_exists(string name) =>
        Assert.All(
            Member().Matches(Document.Read(name).Prose),
            match => Assert.True(IsMember(match.Groups["type"].Value, match.Groups["member"].Value), match.Value));

    private static bool Exists(Document document, string target)
    {
        string path = PathOf(document, target);
        int hash = target.IndexOf('#', StringComparison.Ordinal);
        return (File.Exists(path) || Directory.Exists(path))
            && (hash < 0 || Anchors(path).Contains(target[(hash + 1)..]));
    }

    private static string PathOf(Document document, string target)
    {
        string file = target.Split('#')[0];
        return file.Length == 0 ? document.FullPath : Path.GetFullPath(file, Path.GetDirectoryName(document.FullPath)!);
    }

    // As hosts of repositories make them: lower case, hyphens for spaces, no other punctuation.
    private static IEnumerable<string> Anchors(string path) =>
        Heading().Matches(File.ReadAllText(path))
            .Select(match => match.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-'))
            .Select(anchor => NoAnchor().Replace(anchor, ""));

    private static bool IsMember(string type, string member) =>
        new[] { "kernel", "partitions/MicroHV.Partitions" }
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText)
            .Any(text => Regex.IsMatch(text, $@"\b(class|struct|record|enum|interface) {type}\b")
                && Regex.IsMatch(text, $@"\b{member}\b"));

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w-]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"`(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)`")]
    private static partial Regex Member();
}
