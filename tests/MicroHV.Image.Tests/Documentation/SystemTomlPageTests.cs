// docs/system-toml.md and docs/system.schema.json say what the sections say.
using MicroHV.Partitions.Schema;

namespace MicroHV.Image.Tests.Documentation;

public sealed class SystemTomlPageTests
{
    private static readonly string _page = Path.Combine(Repository.Root, "docs", "system-toml.md");
    private static readonly string _schema = Path.Combine(Repository.Root, "docs", "system.schema.json");

    [Fact]
    public void The_page_of_keys_is_up_to_date()
    {
        string fresh = SystemTomlPage.Write(File.ReadAllText(_page));
        File.WriteAllText(Path.Combine(Repository.Root, "out", "system-toml.md"), fresh);
        Assert.True(File.ReadAllText(_page) == fresh, "docs/system-toml.md is stale: cp out/system-toml.md docs/");
    }

    [Fact]
    public void The_page_shows_the_keys_of_every_section() =>
        Assert.Equal(ReferenceTables.All.Keys, SystemTomlPage.TablesOf(File.ReadAllText(_page)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_schema_is_up_to_date()
    {
        File.WriteAllText(Path.Combine(Repository.Root, "out", "system.schema.json"), DescriptionSchema.Text);
        Assert.True(
            File.Exists(_schema) && File.ReadAllText(_schema) == DescriptionSchema.Text,
            "docs/system.schema.json is stale: cp out/system.schema.json docs/");
    }
}
