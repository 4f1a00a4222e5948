// From the syntax of a TOML document to a tree of tables, arrays and single values.
using MicroHV.Partitions.Text;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace MicroHV.Partitions.Files;

/// <summary>Parses TOML and keeps the place of every key and value.</summary>
internal sealed class DocumentTree
{
    private const int MaxKeyParts = 16;

    private readonly SourceFile? _file;
    private Place? _longKey;

    private DocumentTree(SourceFile? file) => _file = file;

    /// <summary>
    /// The tree of <paramref name="text"/>, or null with the faults of its syntax in <paramref name="findings"/>.
    /// </summary>
    /// <param name="text">The document.</param>
    /// <param name="file">The file that it was read from, if it is not the description itself.</param>
    /// <param name="findings">Where faults are told.</param>
    public static TableNode? Parse(string text, SourceFile? file, Findings findings) =>
        new DocumentTree(file).Parse(text, findings);

    private TableNode? Parse(string text, Findings findings)
    {
        if (TryParseSyntax(text, findings) is not DocumentSyntax document)
        {
            return null;
        }

        if (document.HasErrors)
        {
            // The first fault is the author's; most that follow it are only its echo.
            DiagnosticMessage first = document.Diagnostics
                .Where(message => message.Kind == DiagnosticMessageKind.Error)
                .MinBy(message => (message.Span.Start.Line, message.Span.Start.Column))!;
            string what = first.Message.ReplaceLineEndings(" ").TrimEnd('.');
            findings.Add("MHV0001", PlaceOf(first.Span), what, "correct the TOML syntax");
            return null;
        }

        TableNode root = new(Place.Start with { File = _file }, []);
        AddAll(root, document.KeyValues);
        foreach (TableSyntaxBase table in document.Tables)
        {
            AddAll(Open(root, table), table.Items);
        }

        if (_longKey is Place place)
        {
            findings.Add("MHV0001", place, $"a key has more than {MaxKeyParts} parts", "write a table instead");
            return null;
        }

        return root;
    }

    private DocumentSyntax? TryParseSyntax(string text, Findings findings)
    {
        try
        {
            return SyntaxParser.Parse(text, findings.File, true);
        }
        catch (TomlException failure)
        {
            // The parser gives up on values that are nested too deeply, before the stack does.
            findings.Add(
                "MHV0001", Place.Start with { File = _file }, failure.Message.ReplaceLineEndings(" ").TrimEnd('.'),
                "correct the TOML syntax");
            return null;
        }
    }

    // Finds or makes the table that a header names; `[[name]]` makes a further element of an array.
    private TableNode Open(TableNode root, TableSyntaxBase table)
    {
        List<(string Name, Place Place)> names = Names(table.Name!);
        Place headerPlace = PlaceOf(table.Span);
        TableNode parent = root;
        foreach ((string name, Place _) in names.SkipLast(1))
        {
            parent = Descend(parent, name, headerPlace);
        }

        string last = names[^1].Name;
        if (table is not TableArraySyntax)
        {
            return Descend(parent, last, headerPlace);
        }

        TableNode element = new(headerPlace, []);
        if (!parent.Entries.TryGetValue(last, out TableEntry? entry))
        {
            entry = new TableEntry(headerPlace, new ListNode(headerPlace, []));
            parent.Entries.Add(last, entry);
        }

        ((ListNode)entry.Value).Items.Add(element);
        return element;
    }

    private static TableNode Descend(TableNode parent, string name, Place place)
    {
        if (!parent.Entries.TryGetValue(name, out TableEntry? entry))
        {
            entry = new TableEntry(place, new TableNode(place, []));
            parent.Entries.Add(name, entry);
        }

        return entry.Value is ListNode list ? (TableNode)list.Items[^1] : (TableNode)entry.Value;
    }

    private void AddAll(TableNode table, SyntaxList<KeyValueSyntax> items)
    {
        foreach (KeyValueSyntax item in items)
        {
            Add(table, item);
        }
    }

    private void Add(TableNode table, KeyValueSyntax item)
    {
        List<(string Name, Place Place)> names = Names(item.Key!);
        TableNode parent = table;
        foreach ((string name, Place place) in names.SkipLast(1))
        {
            parent = Descend(parent, name, place);
        }

        parent.Entries[names[^1].Name] = new TableEntry(names[^1].Place, Convert(item.Value!));
    }

    private Node Convert(ValueSyntax value)
    {
        Place place = PlaceOf(value.Span);
        string text = value.ToString().Trim();
        return value switch
        {
            ArraySyntax array => new ListNode(place, [.. array.Items.Select(item => Convert(item.Value!))]),
            InlineTableSyntax table => ConvertTable(table, place),
            StringValueSyntax single => new ScalarNode(place, single.Value ?? "", text),
            IntegerValueSyntax single => new ScalarNode(place, single.Value, text),
            BooleanValueSyntax single => new ScalarNode(place, single.Value, text),
            FloatValueSyntax single => new ScalarNode(place, single.Value, text),
            _ => new ScalarNode(place, null, text),
        };
    }

    private TableNode ConvertTable(InlineTableSyntax table, Place place)
    {
        TableNode node = new(place, []);
        foreach (InlineTableItemSyntax item in table.Items)
        {
            Add(node, item.KeyValue!);
        }

        return node;
    }

    private List<(string Name, Place Place)> Names(KeySyntax key)
    {
        List<(string, Place)> names = [(NameOf(key.Key!), PlaceOf(key.Key!.Span))];
        if (key.DotKeys.ChildrenCount >= MaxKeyParts)
        {
            // A tree of bounded depth may be walked by recursion.
            _longKey ??= PlaceOf(key.Span);
            return names;
        }

        foreach (DottedKeyItemSyntax item in key.DotKeys)
        {
            names.Add((NameOf(item.Key!), PlaceOf(item.Key!.Span)));
        }

        return names;
    }

    private static string NameOf(BareKeyOrStringValueSyntax key) =>
        key is BareKeySyntax bare ? bare.Key!.Text! : ((StringValueSyntax)key).Value ?? "";

    private Place PlaceOf(SourceSpan span) => new(span.Start.Line + 1, span.Start.Column + 1, _file);
}
