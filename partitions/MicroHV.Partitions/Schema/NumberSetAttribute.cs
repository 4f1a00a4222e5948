// A key whose value is a number, a range of numbers, or the name of a group of them.
using System.Globalization;
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Policy;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>What keys of ports and of MSRs have in common.</summary>
/// <param name="name">The key.</param>
/// <param name="noun">One of the numbers, for a message.</param>
/// <param name="article">The noun with its article.</param>
/// <param name="groups">The groups by name.</param>
/// <param name="wayOut">How to write such a grant.</param>
internal abstract class NumberSetAttribute(
    string name, string noun, string article, IReadOnlyList<NumberGroup> groups, string wayOut) : KeyAttribute(name)
{
    /// <inheritdoc/>
    public override string Kind => $"{noun}, `\"first-last\"`, group";

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading)
    {
        if (node is not ScalarNode { Value: string or long } scalar)
        {
            reading.Break("MHV0004", node.Place, $"{article} grant is {node.Kind}", $"write {wayOut}");
            return null;
        }

        string text = Convert.ToString(scalar.Value, CultureInfo.InvariantCulture)!;
        if (groups.FirstOrDefault(group => group.Name == text) is NumberGroup named)
        {
            return new Written<NumberSet>(new NumberSet(text, text, named.Ranges), node.Place);
        }

        string[] ends = scalar.Value is long ? [text] : text.Split('-', 2, StringSplitOptions.TrimEntries);
        if (Units.TryParseNumber(ends[0], out ulong first) && Units.TryParseNumber(ends[^1], out ulong last))
        {
            return new Written<NumberSet>(new NumberSet(text, null, [(first, last)]), node.Place);
        }

        string names = string.Join(", ", groups.Select(group => group.Name));
        reading.Break(
            "MHV0005", node.Place, $"{scalar.Text} is neither {article} nor a range of {noun}s nor a group of them",
            $"write {wayOut}; the groups are {names}");
        return null;
    }

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions)
    {
        const string Number = "(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)";
        JsonArray names = [.. groups.Select(group => JsonValue.Create(group.Name))];
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
                new JsonObject { ["enum"] = names },
                new JsonObject { ["type"] = "string", ["pattern"] = $"^{Number}(\\s*-\\s*{Number})?$" }),
        };
    }
}
