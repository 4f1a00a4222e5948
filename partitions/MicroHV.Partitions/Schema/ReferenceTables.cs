// The tables of the reference page of system.toml, made of the sections.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Policy;

namespace MicroHV.Partitions.Schema;

/// <summary>Tables in Markdown: the keys of each section, and the names that some keys know.</summary>
public static class ReferenceTables
{
    /// <summary>All tables by name: <c>keys of PartitionSection</c>, <c>ports</c>.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(
        Keys().Concat(Names()).ToDictionary(), StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Keys()
    {
        KeyDocumentation documentation = KeyDocumentation.Load();
        IEnumerable<Type> sections = typeof(SystemFile).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Section)))
            .OrderBy(type => type.Name, StringComparer.Ordinal);
        foreach (Type section in sections)
        {
            IEnumerable<string> rows = SectionModel.Of(section).Keys
                .Select(key => Row(key.Attribute, documentation.MarkdownOf(key.Property)));
            yield return new($"keys of {section.Name}", Table("| Key | Type | Default | Meaning |\n|---|---|---|---|\n", rows));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Names()
    {
        const string Heading = "| Group | Numbers | What it is |\n|---|---|---|\n";
        yield return new("ports", Table(Heading, PortGroups.All.Select(Row)));
        yield return new("msrs", Table(Heading, MsrGroups.All.Select(Row)));
        yield return new("cpuid", string.Join(", ", CpuidFeatures.All.Select(feature => $"`{feature.Name}`")) + ".\n");
    }

    private static string Row(KeyAttribute key, string meaning)
    {
        string absent = key.IsRequired
            ? "required"
            : key.Default is string text ? $"`{text}`" : key.Absent ?? "as an empty table";
        string kind = key.AllowsFile ? $"{key.Kind}, or the path of a file with this section" : key.Kind;
        return $"| `{key.Name}` | {kind} | {absent} | {meaning.TrimEnd('.')} |\n";
    }

    private static string Row(NumberGroup group)
    {
        IEnumerable<string> ranges = group.Ranges.Select(
            range => range.First == range.Last ? $"0x{range.First:X}" : $"0x{range.First:X}-0x{range.Last:X}");
        return $"| `{group.Name}` | {string.Join(", ", ranges)} | {group.What} |\n";
    }

    private static string Table(string heading, IEnumerable<string> rows) => heading + string.Concat(rows);
}
