// Makes one tree of two.
namespace MicroHV.Partitions.Files;

/// <summary>
/// Merges trees: tables key by key, arrays one behind the other, tables of one name in arrays into one. What cannot be
/// merged is the later tree's.
/// </summary>
internal static class TreeMerge
{
    private const string NameKey = "name";

    /// <summary>Adds <paramref name="later"/> to <paramref name="table"/>.</summary>
    public static void Into(TableNode table, TableNode later)
    {
        foreach ((string key, TableEntry entry) in later.Entries)
        {
            table.Entries[key] = table.Entries.TryGetValue(key, out TableEntry? earlier)
                ? new TableEntry(entry.KeyPlace, Merge(earlier.Value, entry.Value))
                : new TableEntry(entry.KeyPlace, Copy(entry.Value));
        }
    }

    private static Node Merge(Node earlier, Node later)
    {
        switch (earlier, later)
        {
            case (TableNode one, TableNode other):
                TableNode table = new(other.Place, new Dictionary<string, TableEntry>(one.Entries));
                Into(table, other);
                return table;
            case (ListNode one, ListNode other):
                return MergeLists(one, other);
            default:
                return Copy(later);
        }
    }

    private static ListNode MergeLists(ListNode earlier, ListNode later)
    {
        List<Node> items = [.. earlier.Items];
        foreach (Node item in later.Items)
        {
            int namesake = NameOf(item) is string name ? items.FindIndex(other => NameOf(other) == name) : -1;
            if (namesake >= 0)
            {
                items[namesake] = Merge(items[namesake], item);
            }
            else
            {
                items.Add(Copy(item));
            }
        }

        return new ListNode(later.Place, items);
    }

    // Trees do not share what a later merge may change.
    private static Node Copy(Node node) => node switch
    {
        TableNode table => CopyTable(table),
        ListNode list => list with { Items = [.. list.Items.Select(Copy)] },
        _ => node,
    };

    private static TableNode CopyTable(TableNode table)
    {
        TableNode copy = new(table.Place, []);
        foreach ((string key, TableEntry entry) in table.Entries)
        {
            copy.Entries.Add(key, new TableEntry(entry.KeyPlace, Copy(entry.Value)));
        }

        return copy;
    }

    private static string? NameOf(Node node) =>
        node is TableNode table
        && table.Entries.TryGetValue(NameKey, out TableEntry? entry)
        && entry.Value is ScalarNode { Value: string name }
            ? name
            : null;
}
