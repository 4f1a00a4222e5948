// docs/rules.md has every rule in its place.
using System.Text.RegularExpressions;
using MicroHV.Partitions.Rules;

namespace MicroHV.Image.Tests.Documentation;

public sealed partial class RulesPageTests
{
    [Fact]
    public void Every_id_of_the_sources_has_a_sentence()
    {
        IEnumerable<string> used = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "partitions", "MicroHV.Partitions"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Id().Matches(File.ReadAllText(path)))
            .Select(match => match.Value)
            .Distinct();
        Assert.Empty(used.Except(RuleBook.Sentences.Select(rule => rule.Id)));
    }

    [Fact]
    public void Every_id_stands_in_one_group() =>
        Assert.All(RuleBook.Sentences, rule => Assert.Single(Regex.Matches(RulesPage.Write(), $@"^\| {rule.Id} \|", RegexOptions.Multiline)));

    [GeneratedRegex("(?<=\")MHV[0-9]{4}(?=\")")]
    private static partial Regex Id();
}
