// Reads the keys of one table, says which are wrong, and which nobody knows.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>Reads one table; every key that is asked for becomes a known key.</summary>
internal sealed class TableReader(TableNode table, string what, Findings findings)
{
    private const string SizeExample = "\"16MiB\", with B, KiB, MiB or GiB, or bytes as a number";

    private readonly List<string> _known = [];

    private delegate bool Parse(string text, out ulong value);

    /// <summary>Where the table begins.</summary>
    public Place Place => table.Place;

    /// <summary>Whether any key of the table is missing, wrong or unknown.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The string under <paramref name="key"/>, if there is one.</summary>
    public Written<string>? Text(string key) => Text(key, Find(key));

    /// <summary>The string under <paramref name="key"/>, one of <paramref name="choices"/>.</summary>
    public Written<string>? Choice(string key, params string[] choices)
    {
        Written<string>? text = Text(key);
        if (text is null || choices.Contains(text.Value.Value))
        {
            return text;
        }

        string list = string.Join(", ", choices.Select(choice => $"\"{choice}\""));
        Break("MHV0005", text.Value.Place, $"'{text.Value.Value}' is no value of '{key}'", $"write one of {list}");
        return null;
    }

    /// <summary>The boolean under <paramref name="key"/>; false if there is none.</summary>
    public bool Flag(string key)
    {
        Node? node = Find(key);
        if (node is null or ScalarNode { Value: bool })
        {
            return node is ScalarNode { Value: true };
        }

        Break("MHV0004", node.Place, $"'{key}' is {node.Kind}", "write true or false");
        return false;
    }

    /// <summary>The size or address under <paramref name="key"/> in bytes.</summary>
    public Written<ulong>? Size(string key) =>
        Quantity(key, Find(key), Units.TryParseSize, true, "a size", SizeExample);

    /// <summary>The size in bytes that stands directly in <paramref name="node"/>.</summary>
    public Written<ulong>? SizeOf(string key, Node node) =>
        Quantity(key, node, Units.TryParseSize, true, "a size", SizeExample);

    /// <summary>The time under <paramref name="key"/> in nanoseconds.</summary>
    public Written<ulong>? Time(string key) =>
        Quantity(key, Find(key), Units.TryParseTime, false, "a time", "\"10ms\", with ns, us, ms or s");

    /// <summary>The frequency under <paramref name="key"/> in hertz.</summary>
    public Written<ulong>? Frequency(string key) =>
        Quantity(key, Find(key), Units.TryParseFrequency, false, "a frequency", "\"1GHz\", with Hz, kHz, MHz or GHz");

    /// <summary>The number under <paramref name="key"/>.</summary>
    public Written<ulong>? Number(string key) =>
        Quantity(key, Find(key), Units.TryParseNumber, true, "a number", "a number such as 115200 or 0x3f8");

    /// <summary>Whatever stands under <paramref name="key"/>.</summary>
    public Node? Any(string key) => Find(key);

    /// <summary>A reader for the table under <paramref name="key"/>, if there is one.</summary>
    public TableReader? Table(string key, string name)
    {
        Node? node = Find(key);
        if (node is null or TableNode)
        {
            return node is TableNode inner ? Within(inner, name) : null;
        }

        Break("MHV0004", node.Place, $"'{key}' is {node.Kind}", $"write a table: {key} = {{ … }}");
        return null;
    }

    /// <summary>A reader for a table found inside this one.</summary>
    public TableReader Within(TableNode inner, string name) => new(inner, name, findings);

    /// <summary>The elements of the array under <paramref name="key"/>.</summary>
    public IReadOnlyList<Node> List(string key)
    {
        Node? node = Find(key);
        if (node is null or ListNode)
        {
            return node is ListNode list ? list.Items : [];
        }

        Break("MHV0004", node.Place, $"'{key}' is {node.Kind}", $"write an array: {key} = [ … ]");
        return [];
    }

    /// <summary>A reader for each table of the array under <paramref name="key"/>.</summary>
    public IReadOnlyList<TableReader> Tables(string key, string name)
    {
        List<TableReader> readers = [];
        foreach (Node node in List(key))
        {
            if (node is TableNode inner)
            {
                readers.Add(Within(inner, name));
            }
            else
            {
                Break("MHV0004", node.Place, $"an element of '{key}' is {node.Kind}", "write a table: { … }");
            }
        }

        return readers;
    }

    /// <summary>Says that <paramref name="key"/> must be there if it is not.</summary>
    public void Require(string key, string example)
    {
        if (!table.Entries.ContainsKey(key))
        {
            Break("MHV0003", table.Place, $"{what} has no '{key}'", $"add {key} = {example}");
        }
    }

    /// <summary>Names every key that nobody asked for.</summary>
    public void RefuseUnknownKeys()
    {
        foreach ((string key, TableEntry entry) in table.Entries)
        {
            if (!_known.Contains(key))
            {
                string nearest = NearestName.Of(key, _known);
                Break("MHV0002", entry.KeyPlace, $"{what} knows no key '{key}'", $"did you mean '{nearest}'?");
            }
        }
    }

    /// <summary>Adds a diagnostic and remembers that this table is not to be trusted.</summary>
    public void Break(string id, Place place, string message, string wayOut)
    {
        IsBroken = true;
        findings.Add(id, place, message, wayOut);
    }

    private Node? Find(string key)
    {
        _known.Add(key);
        return table.Entries.TryGetValue(key, out TableEntry? entry) ? entry.Value : null;
    }

    private Written<string>? Text(string key, Node? node)
    {
        if (node is null or ScalarNode { Value: string })
        {
            return node is ScalarNode { Value: string text } ? new Written<string>(text, node.Place) : null;
        }

        Break("MHV0004", node.Place, $"'{key}' is {node.Kind}", "write a string in double quotes");
        return null;
    }

    private Written<ulong>? Quantity(
        string key, Node? node, Parse parse, bool allowsInteger, string kind, string example)
    {
        switch (node)
        {
            case null:
                return null;
            case ScalarNode { Value: long and >= 0 } integer when allowsInteger || integer.Value is 0L:
                return new Written<ulong>((ulong)(long)integer.Value, node.Place);
            case ScalarNode { Value: string text } when parse(text, out ulong value):
                return new Written<ulong>(value, node.Place);
            case ScalarNode { Value: string or long } scalar:
                Break("MHV0005", node.Place, $"{scalar.Text} is not {kind} for '{key}'", $"write {example}");
                return null;
            default:
                Break("MHV0004", node.Place, $"'{key}' is {node.Kind}", $"write {example}");
                return null;
        }
    }
}
