// What editors are told by the JSON Schema agrees with what `check` says.
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using MicroHV.Partitions.Schema;
using Tomlyn;
using Tomlyn.Model;

namespace MicroHV.Image.Tests.Documentation;

public sealed class SchemaTests
{
    private const string Good = """
        [machine]
        memory = [{ at = "16MiB", size = 0x100_0000 }]
        tsc = "1.5GHz"

        [schedule]
        major-frame = "10ms"
        windows = [{ partition = "a", start = 0, duration = "2.5ms" }]

        [template.small]
        memory = "256KiB"

        [[partition]]
        name = "a"
        extends = "small"
        project = "a"
        ports = [0x60, "0x2f8-0x2ff", "cmos", { range = "keyboard", reason = "it is mine" }]
        msrs = ["thermal", { range = 0x198, access = "r", reason = "harmless" }]
        cpuid = { hide = ["avx", "7.0.ebx.18"] }

        [expect]
        errors = ["a: MemoryViolation"]
        """;

    private static readonly JsonSchema _schema = JsonSchema.FromText(DescriptionSchema.Text);

    /// <summary>Every description of the repository, and every complete one that the documentation shows.</summary>
    public static TheoryData<string> Descriptions =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "system.toml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Split('/').Any(part => part is "out" or "bin" or "obj"))
            .Order(StringComparer.Ordinal),
        .. Document.All
            .SelectMany(document => document.Blocks
                .Where(block => block.Language == "toml" && block.Text.StartsWith("[machine]", StringComparison.Ordinal))
                .Select((_, index) => $"{document.Name}#{index}")),
    ];

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void The_schema_accepts_every_example(string name)
    {
        string[] parts = name.Split('#');
        string text = parts.Length == 1
            ? File.ReadAllText(Path.Combine(Repository.Root, name))
            : Document.Read(parts[0]).Blocks
                .Where(block => block.Language == "toml" && block.Text.StartsWith("[machine]", StringComparison.Ordinal))
                .ElementAt(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)).Text;
        Assert.True(IsAccepted(text), name);
    }

    [Fact]
    public void The_schema_accepts_every_kind_of_value() => Assert.True(IsAccepted(Good));

    [Theory]
    [InlineData("memory = \"256KiB\"", "memroy = \"256KiB\"")]
    [InlineData("\"10ms\"", "10")]
    [InlineData("\"256KiB\"", "\"256KB\"")]
    [InlineData("\"1.5GHz\"", "\"fast\"")]
    [InlineData("extends = \"small\"\n", "")]
    [InlineData("major-frame = \"10ms\"\n", "")]
    [InlineData("\"cmos\"", "\"com9\"")]
    [InlineData("access = \"r\"", "access = \"x\"")]
    [InlineData("\"7.0.ebx.18\"", "\"7.0.ebp.18\"")]
    [InlineData("\"avx\"", "\"avx3\"")]
    [InlineData("a: MemoryViolation", "a: Nonsense")]
    [InlineData("[expect]", "[expects]")]
    public void The_schema_refuses_what_is_wrong_by_itself(string old, string replacement)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        Assert.False(IsAccepted(Good.Replace(old, replacement, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_included_or_extended_may_have_what_is_lacking()
    {
        const string Region = "\n[[partition.region]]\nname = \"log\"\nat = \"32MiB\"\n";
        string extending = Good.Replace("\n[expect]", $"{Region}\n[expect]", StringComparison.Ordinal);
        Assert.True(IsAccepted(extending));
        Assert.False(IsAccepted(extending.Replace("extends = \"small\"", "memory = \"1MiB\"", StringComparison.Ordinal)));
        Assert.True(IsAccepted("include = \"board.toml\"\n[[partition]]\nname = \"a\"\narguments = \"1\"\n"));
    }

    private static bool IsAccepted(string toml)
    {
        JsonNode json = Json(TomlSerializer.Deserialize<TomlTable>(toml)!)!;
        using JsonDocument document = JsonDocument.Parse(json.ToJsonString());
        return _schema.Evaluate(document.RootElement).IsValid;
    }

    private static JsonNode? Json(object value) => value switch
    {
        TomlTable table => new JsonObject(table.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        TomlTableArray tables => new JsonArray([.. tables.Select(Json)]),
        TomlArray array => new JsonArray([.. array.Select(item => Json(item!))]),
        string text => JsonValue.Create(text),
        long number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        _ => throw new ArgumentException($"{value.GetType().Name} is in no description.", nameof(value)),
    };
}
