// The page on security names tests, and each of them exists.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

public sealed partial class SecurityPageTests
{
    private const string Page = "docs/security.md";

    [GeneratedRegex("`(?<system>[a-z0-9-]+)/(?<partition>[a-z0-9-]+)`")]
    private static partial Regex Guest { get; }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]+(Tests|Properties))`")]
    private static partial Regex TestClass { get; }

    [GeneratedRegex("`tests/[a-z]+`")]
    private static partial Regex Folder { get; }

    [Fact]
    public void Every_guest_that_it_names_is_a_partition_of_its_system()
    {
        Match[] guests = [.. Named(Guest).Where(match => !Folder.IsMatch(match.Value))];
        Assert.NotEmpty(guests);
        foreach (Match guest in guests)
        {
            string path = $"tests/systems/{guest.Groups["system"].Value}/system.toml";
            SourceFile? system = Repository.Files("tests/systems/", ".toml").SingleOrDefault(file => file.Path == path);
            Assert.True(
                system?.Lines.Contains($"name = \"{guest.Groups["partition"].Value}\""), $"{guest.Value} is no partition");
        }
    }

    [Fact]
    public void Every_class_of_tests_that_it_names_exists()
    {
        string[] names = [.. Named(TestClass).Select(match => match.Groups["name"].Value).Distinct()];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(
            Repository.Files("tests/", ".cs"), file => file.Path.EndsWith($"/{name}.cs", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_row_of_what_a_guest_may_and_may_not_names_a_test_or_an_assumption()
    {
        string[] rows = [.. Repository.Files(Page, ".md").Single().Lines
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Split('|').Length == 5)
            .Where(line => !line.StartsWith("| What |", StringComparison.Ordinal))];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches("`[^`]+`|\\[assumption [0-9]+\\]", row.Split('|')[3]));
    }

    private static IEnumerable<Match> Named(Regex pattern) =>
        pattern.Matches(Repository.Files(Page, ".md").Single().Text);
}
