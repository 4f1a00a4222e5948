// The JSON Schema of the description, made of the sections.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>
/// Collects one schema for each type of section. Draft 7 is what editors of TOML know.
/// </summary>
internal sealed class SchemaDefinitions
{
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);
    private readonly KeyDocumentation _documentation = KeyDocumentation.Load();

    private bool _isInPart;

    private SchemaDefinitions()
    {
    }

    /// <summary>The schema of a whole description.</summary>
    public static JsonObject OfDescription()
    {
        SchemaDefinitions definitions = new();
        JsonObject root = definitions.Describe(SectionModel.Of(typeof(SystemFile)), isPartial: false);
        JsonObject schema = new()
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "system.toml of MicroHV",
        };
        foreach ((string name, JsonNode? value) in root)
        {
            schema[name] = value?.DeepClone();
        }

        JsonObject sections = [];
        foreach ((string name, JsonObject section) in definitions._definitions)
        {
            sections[name] = section;
        }

        schema["definitions"] = sections;
        return schema;
    }

    /// <summary>A reference to the schema of a type of section.</summary>
    /// <param name="model">The type.</param>
    /// <param name="isPartial">Whether the section may lack required keys; where the section around it may, it may too.</param>
    public JsonObject Reference(SectionModel model, bool isPartial = false)
    {
        bool allowsParts = isPartial || _isInPart;
        string name = model.Type.Name.Replace("Section", "", StringComparison.Ordinal) + (allowsParts ? "Part" : "");
        if (!_definitions.ContainsKey(name))
        {
            _definitions.Add(name, []);
            _definitions[name] = DescribeWithShortForm(model, allowsParts);
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    private JsonObject DescribeWithShortForm(SectionModel model, bool isPartial)
    {
        JsonObject table = Describe(model, isPartial);
        if (model.Section.ShortForm is not string name)
        {
            return table;
        }

        JsonObject single = model.Keys.First(key => key.Attribute.Name == name).Attribute.Describe(this);
        return new JsonObject { ["anyOf"] = new JsonArray(single, table) };
    }

    // What a section extends or includes may have what it lacks, and what the sections inside it lack.
    private JsonObject Describe(SectionModel model, bool isPartial)
    {
        string? source = model.Keys
            .Select(key => key.Attribute.Name)
            .FirstOrDefault(name => name is PartitionSection.ExtendsKey or SystemFile.IncludeKey);
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = Properties(model, isPartial || source is not null),
        };
        string[] required = [.. model.Keys.Where(key => key.Attribute.IsRequired).Select(key => key.Attribute.Name)];
        if (isPartial || required.Length == 0)
        {
            return schema;
        }

        JsonArray names = [.. required.Select(name => JsonValue.Create(name))];
        if (source is null)
        {
            schema["required"] = names;
            return schema;
        }

        schema["if"] = new JsonObject { ["required"] = new JsonArray(source) };
        schema["then"] = true;
        schema["else"] = new JsonObject { ["required"] = names, ["properties"] = Properties(model, isPartial: false) };
        return schema;
    }

    private JsonObject Properties(SectionModel model, bool isPartial)
    {
        bool before = _isInPart;
        _isInPart = isPartial;
        JsonObject properties = [];
        foreach (Key key in model.Keys)
        {
            properties[key.Attribute.Name] = Property(key);
        }

        _isInPart = before;
        return properties;
    }

    private JsonObject Property(Key key)
    {
        JsonObject value = key.Attribute.Describe(this);
        if (key.Attribute.AllowsFile)
        {
            value = new JsonObject { ["anyOf"] = new JsonArray(value, new JsonObject { ["type"] = "string" }) };
        }

        JsonObject property = new() { ["description"] = _documentation.PlainTextOf(key.Property) };
        if (key.Attribute.Default is string text)
        {
            property["default"] = JsonValueOf(DefaultValue.Parse(text, default));
        }

        // Draft 7 ignores what stands beside a $ref.
        property["allOf"] = new JsonArray(value);
        return property;
    }

    private static JsonNode? JsonValueOf(Node node) => node switch
    {
        ScalarNode { Value: string text } => JsonValue.Create(text),
        ScalarNode { Value: long number } => JsonValue.Create(number),
        ScalarNode { Value: bool flag } => JsonValue.Create(flag),
        ListNode list => new JsonArray([.. list.Items.Select(JsonValueOf)]),
        _ => throw new ArgumentException($"a default is {node.Kind}", nameof(node)),
    };
}
