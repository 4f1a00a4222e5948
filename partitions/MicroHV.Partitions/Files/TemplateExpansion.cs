// Gives every partition the keys of the templates that it extends.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>Resolves <c>extends</c>: templates first, in their order, then what the partition writes itself.</summary>
internal sealed class TemplateExpansion
{
    private readonly TableNode _templates;
    private readonly Findings _findings;
    private readonly Dictionary<string, TableNode> _expanded = [];
    private readonly HashSet<string> _open = [];
    private readonly HashSet<string> _used = [];

    private TemplateExpansion(TableNode templates, Findings findings)
    {
        _templates = templates;
        _findings = findings;
    }

    /// <summary>Replaces the partitions of <paramref name="root"/> by what they are with their templates.</summary>
    public static void Expand(TableNode root, Findings findings)
    {
        TableNode templates = root.Entries.TryGetValue(SystemFile.TemplateKey, out TableEntry? entry)
            && entry.Value is TableNode table
                ? table
                : new TableNode(Place.Start, []);
        TemplateExpansion expansion = new(templates, findings);
        if (root.Entries.TryGetValue(SystemFile.PartitionKey, out TableEntry? partitions)
            && partitions.Value is ListNode list)
        {
            for (int i = 0; i < list.Items.Count; i++)
            {
                list.Items[i] = list.Items[i] is TableNode partition ? expansion.Expand(partition) : list.Items[i];
            }
        }

        expansion.TellUnused();
    }

    private TableNode Expand(TableNode table)
    {
        TableNode whole = new(table.Place, []);
        foreach (Node node in ExtendsOf(table))
        {
            // A value of another type is refused where the keys are read.
            if (node is ScalarNode { Value: string name } && Find(name, node.Place) is TableNode template)
            {
                TreeMerge.Into(whole, template);
            }
        }

        TreeMerge.Into(whole, table);
        return whole;
    }

    private TableNode? Find(string name, Place place)
    {
        _ = _used.Add(name);
        if (_expanded.TryGetValue(name, out TableNode? expanded))
        {
            return expanded;
        }

        if (!_templates.Entries.TryGetValue(name, out TableEntry? entry))
        {
            string wayOut = _templates.Entries.Count == 0
                ? $"add [{SystemFile.TemplateKey}.{name}]"
                : $"did you mean '{NearestName.Of(name, _templates.Entries.Keys)}'?";
            _findings.Add("MHV0009", place, $"there is no template '{name}'", wayOut);
            return null;
        }

        if (!_open.Add(name))
        {
            _findings.Add("MHV0010", place, $"template '{name}' extends itself", "leave it out");
            return null;
        }

        expanded = entry.Value is TableNode template ? Expand(template) : null;
        _ = _open.Remove(name);
        if (expanded is not null)
        {
            // What a template extends is the template's own matter, and its keys are merged already.
            _ = expanded.Entries.Remove(PartitionSection.ExtendsKey);
            _expanded.Add(name, expanded);
        }

        return expanded;
    }

    private void TellUnused()
    {
        foreach ((string name, TableEntry entry) in _templates.Entries.Where(entry => !_used.Contains(entry.Key)))
        {
            _findings.Add(
                "MHV0011", entry.KeyPlace, $"nobody extends template '{name}'", "extend it or leave it out",
                Severity.Warning);
        }
    }

    private static IEnumerable<Node> ExtendsOf(TableNode table) =>
        table.Entries.TryGetValue(PartitionSection.ExtendsKey, out TableEntry? entry)
            ? entry.Value is ListNode list ? list.Items : [entry.Value]
            : [];
}
