// A key whose value is a number with a unit.
using System.Text.Json.Nodes;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>What keys of sizes, times, frequencies and plain numbers have in common.</summary>
internal abstract class QuantityAttribute(string name) : KeyAttribute(name)
{
    /// <summary>The kind of value, for a message: <c>a size</c>.</summary>
    protected abstract string Phrase { get; }

    /// <summary>How to write one, for a message.</summary>
    protected abstract string WayOut { get; }

    /// <summary>Whether an integer of TOML is such a value; zero always is.</summary>
    protected abstract bool AllowsInteger { get; }

    /// <summary>Units as a part of a regular expression.</summary>
    protected abstract string UnitPattern { get; }

    /// <inheritdoc/>
    public override object? Read(string saidName, Node node, TableReading reading)
    {
        switch (node)
        {
            case ScalarNode { Value: long and >= 0 } integer when AllowsInteger || integer.Value is 0L:
                return new Written<ulong>((ulong)(long)integer.Value, node.Place);
            case ScalarNode { Value: string text } when TryParse(text, out ulong value):
                return new Written<ulong>(value, node.Place);
            case ScalarNode { Value: string or long } scalar:
                reading.Break("MHV0005", node.Place, $"{scalar.Text} is not {Phrase} for '{saidName}'", $"write {WayOut}");
                return null;
            default:
                reading.Break("MHV0004", node.Place, $"'{saidName}' is {node.Kind}", $"write {WayOut}");
                return null;
        }
    }

    /// <inheritdoc/>
    public override JsonObject Describe(SchemaDefinitions definitions)
    {
        const string Number = "(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(\\.[0-9]+)?)";
        JsonObject integer = new() { ["type"] = "integer", ["minimum"] = 0 };
        if (!AllowsInteger)
        {
            integer["maximum"] = 0;
        }

        JsonObject text = new() { ["type"] = "string", ["pattern"] = $"^\\s*{Number}\\s*{UnitPattern}\\s*$" };
        return new JsonObject { ["anyOf"] = new JsonArray(text, integer) };
    }

    /// <summary>Reads a value from a string.</summary>
    protected abstract bool TryParse(string text, out ulong value);
}
