// What is generated says what its sources say.
using MicroHV.Partitions.Schema;

namespace MicroHV.Image.Tests.Documentation;

public sealed class GeneratedFileTests
{
    /// <summary>The paths of all generated files.</summary>
    public static TheoryData<string> Names => [.. GeneratedFile.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_generated_file_is_up_to_date(string name)
    {
        GeneratedFile file = GeneratedFile.All.Single(file => file.Name == name);
        Assert.True(file.Text == file.Fresh, $"{name} is stale; {GeneratedFile.RefreshCommand} writes it anew");
    }

    [Fact]
    public void Every_page_with_marks_is_a_generated_one()
    {
        string[] marked = [.. Document.All.Where(page => MarkedPage.TablesOf(page.Text).Any()).Select(page => page.Name)];
        Assert.NotEmpty(marked);
        Assert.Empty(marked.Except(GeneratedFile.All.Select(file => file.Name)));
    }

    [Fact]
    public void The_page_of_keys_shows_every_section() => Assert.Equal(
        ReferenceTables.All.Keys,
        MarkedPage.TablesOf(Document.Read("docs/system-toml.md").Text).Order(StringComparer.Ordinal));

    /// <summary>Not a test: what <c>microhv test --refresh</c> runs.</summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Refresh")]
    public void Refresh()
    {
        foreach (GeneratedFile file in GeneratedFile.All.Where(file => file.Text != file.Fresh))
        {
            File.WriteAllText(file.FullPath, file.Fresh);
            Console.WriteLine($"wrote {file.Name}");
        }

        Assert.All(GeneratedFile.All, file => Assert.Equal(file.Fresh, file.Text));
    }
}
