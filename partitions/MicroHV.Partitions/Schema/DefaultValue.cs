// The value of an absent key, from the words of its section.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>Reads defaults, which sections say in TOML as an author would write them.</summary>
internal static class DefaultValue
{
    private const string Key = "value";

    private static readonly Dictionary<string, Node> _parsed = [];
    private static readonly Lock _lock = new();

    /// <summary>The value <paramref name="text"/> as if it were written at <paramref name="place"/>.</summary>
    /// <exception cref="ArgumentException">The text is no value of TOML.</exception>
    public static Node Parse(string text, Place place)
    {
        lock (_lock)
        {
            if (!_parsed.TryGetValue(text, out Node? node))
            {
                Findings findings = new("default");
                node = DocumentTree.Parse($"{Key} = {text}", null, findings)?.Entries[Key].Value
                    ?? throw new ArgumentException($"'{text}' is no value of TOML.", nameof(text));
                _parsed.Add(text, node);
            }

            return node with { Place = place };
        }
    }
}
