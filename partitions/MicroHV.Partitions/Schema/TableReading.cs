// Reads one table into its section, and says which keys are missing, wrong, or known to nobody.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Schema;

/// <summary>The reading of one table.</summary>
internal sealed class TableReading
{
    // A name that needs more changes than this is no misspelling.
    private const int MaxMisspelling = 3;

    private readonly SectionModel _model;
    private readonly TableNode _table;
    private readonly Findings _findings;
    private readonly bool _isPartial;
    private readonly string? _shortName;

    private TableReading(
        SectionModel model, TableNode table, Findings findings, bool isPartial, string? shortName)
    {
        _model = model;
        _table = table;
        _findings = findings;
        _isPartial = isPartial;
        _shortName = shortName;
    }

    /// <summary>Whether any key of the table is missing, wrong or unknown.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Reads <paramref name="table"/> as a section of type <typeparamref name="TSection"/>.</summary>
    public static TSection Read<TSection>(TableNode table, Findings findings)
        where TSection : Section =>
        (TSection)new TableReading(SectionModel.Of(typeof(TSection)), table, findings, false, null).Read()!;

    /// <summary>Adds an error and remembers that this table is not to be trusted.</summary>
    public void Break(string id, Place place, string message, string wayOut)
    {
        IsBroken = true;
        _findings.Add(id, place, message, wayOut);
    }

    /// <summary>Reads a section inside this one; null if it lacks what makes it one.</summary>
    /// <param name="model">Its type.</param>
    /// <param name="saidName">The key that it stands under.</param>
    /// <param name="node">What is written.</param>
    /// <param name="wayOut">What to do if that is no table.</param>
    /// <param name="isElement">Whether it is one of an array.</param>
    /// <param name="isPartial">Whether it may lack required keys.</param>
    public Section? ReadNested(
        SectionModel model, string saidName, Node node, string wayOut, bool isElement = false, bool isPartial = false)
    {
        if (model.TableOf(node) is not TableNode table)
        {
            string what = isElement ? $"an element of '{saidName}'" : $"'{saidName}'";
            Break("MHV0004", node.Place, $"{what} is {node.Kind}", wayOut);
            return null;
        }

        // In the short form, the reader of the message sees no inner key.
        string? shortName = node is TableNode ? null : saidName;
        TableReading reading = new(model, table, _findings, isPartial || _isPartial, shortName);
        Section? section = reading.Read();
        IsBroken |= reading.IsBroken;
        return section;
    }

    /// <summary>The section that an absent table stands for.</summary>
    /// <param name="model">Its type.</param>
    /// <param name="isMissing">Whether it had to be there, which somebody says.</param>
    public Section? ReadEmpty(SectionModel model, bool isMissing)
    {
        TableReading reading = new(model, new TableNode(_table.Place, []), _findings, true, null);
        Section? section = reading.Read();
        section?.IsBroken = isMissing;
        return section;
    }

    private Section? Read()
    {
        Section section = (Section)Activator.CreateInstance(_model.Type)!;
        bool isComplete = true;
        foreach (Key key in _model.Keys)
        {
            object? value = ReadKey(key.Attribute);
            if (value is not null)
            {
                key.Property.SetValue(section, value);
            }

            isComplete &= value is not null || !key.IsEssential;
        }

        RefuseUnknownKeys();
        section.Place = _table.Place;
        section.IsBroken = IsBroken;
        return isComplete ? section : null;
    }

    private object? ReadKey(KeyAttribute key)
    {
        if (_table.Entries.TryGetValue(key.Name, out TableEntry? entry))
        {
            return key.Read(_shortName ?? key.Name, entry.Value, this);
        }

        if (key.IsRequired && !_isPartial)
        {
            Break(
                "MHV0003", _table.Place, $"{_model.Section.Phrase} has no '{key.Name}'",
                $"add {key.Name} = {key.Example}");
        }

        return key.Default is string text
            ? key.Read(key.Name, DefaultValue.Parse(text, _table.Place), this)
            : key.ReadAbsent(this);
    }

    private void RefuseUnknownKeys()
    {
        string[] known = [.. _model.Keys.Select(key => key.Attribute.Name)];
        foreach ((string name, TableEntry entry) in _table.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            if (_model.Section.Reserved.Contains(name))
            {
                Break(
                    "MHV0012", entry.KeyPlace, $"'{name}' is reserved for a later version of MicroHV",
                    "leave it out");
                continue;
            }

            string nearest = NearestName.Of(name, known);
            string wayOut = NearestName.Distance(name, nearest) <= MaxMisspelling
                ? $"did you mean '{nearest}'?"
                : $"it knows {string.Join(", ", known)}";
            Break("MHV0002", entry.KeyPlace, $"{_model.Section.Phrase} knows no key '{name}'", wayOut);
        }
    }
}
