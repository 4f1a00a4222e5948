// The tables of the reference page of system.toml, made of the sections.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
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
        yield return new(
            "health",
            Table("| Event | Partition | Module | Can be answered with |\n|---|---|---|---|\n", HealthWords.Events.Select(Row)));
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

    private static string Row(HealthEvent healthEvent)
    {
        IReadOnlyList<string> partition = HealthWords.Allowed(healthEvent, isModule: false);
        IReadOnlyList<string> module = HealthWords.Allowed(healthEvent, isModule: true);
        string of = partition.Count == 0 ? "—" : Default(healthEvent, isModule: false);
        string difference = partition.Count == 0 || partition.SequenceEqual(module) ? "" : $"; the module's: {Words(module)}";
        return $"| `{HealthWords.KeyOf(healthEvent)}` | {of} | {Default(healthEvent, isModule: true)} | "
            + $"{Words(partition.Count == 0 ? module : partition)}{difference} |\n";
    }

    private static string Default(HealthEvent healthEvent, bool isModule) =>
        $"`{HealthWords.Of(HealthDefaults.Of(healthEvent, isModule), isLogged: true)}`";

    private static string Words(IReadOnlyList<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));

    private static string Table(string heading, IEnumerable<string> rows) => heading + string.Concat(rows);
}
