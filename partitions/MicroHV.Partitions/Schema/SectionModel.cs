// The keys of one type of section.
using System.Collections;
using System.Reflection;
using MicroHV.Partitions.Files;

namespace MicroHV.Partitions.Schema;

/// <summary>What a type of section says of itself by its attributes.</summary>
internal sealed class SectionModel
{
    private static readonly Dictionary<Type, SectionModel> _models = [];
    private static readonly Lock _lock = new();

    private SectionModel(Type type)
    {
        Type = type;
        Section = type.GetCustomAttribute<SectionAttribute>()
            ?? throw new ArgumentException($"{type.Name} is no section.", nameof(type));
        Keys = [.. type.GetProperties()
            .Select(property => new Key(property.GetCustomAttribute<KeyAttribute>()!, property))
            .Where(key => key.Attribute is not null)];
    }

    /// <summary>The type.</summary>
    public Type Type { get; }

    /// <summary>What it says of the table as a whole.</summary>
    public SectionAttribute Section { get; }

    /// <summary>Its keys in the order of their declaration.</summary>
    public IReadOnlyList<Key> Keys { get; }

    /// <summary>The kind of value that becomes one section, for the reference page.</summary>
    public string KindOfOne
    {
        get
        {
            if (Section.Kind is string kind)
            {
                return kind;
            }

            string keys = string.Join(", ", Keys.Select(key => key.Attribute.Name));
            return Section.ShortForm is string name
                ? $"{Keys.First(key => key.Attribute.Name == name).Attribute.Kind}, or `{{ {keys} }}`"
                : $"`{{ {keys} }}`";
        }
    }

    /// <summary>The model of a type of section.</summary>
    public static SectionModel Of(Type type)
    {
        lock (_lock)
        {
            if (!_models.TryGetValue(type, out SectionModel? model))
            {
                model = new SectionModel(type);
                _models.Add(type, model);
            }

            return model;
        }
    }

    /// <summary>A list for sections of this type.</summary>
    public IList NewList() => (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(Type))!;

    /// <summary>
    /// The table that <paramref name="node"/> stands for: itself, or one with the key of the short form; null if it is
    /// neither.
    /// </summary>
    public TableNode? TableOf(Node node)
    {
        if (node is TableNode table)
        {
            return table;
        }

        return Section.ShortForm is string name
            ? new TableNode(node.Place, new Dictionary<string, TableEntry> { [name] = new TableEntry(node.Place, node) })
            : null;
    }
}

/// <summary>A key and the property that it is.</summary>
/// <param name="Attribute">The key.</param>
/// <param name="Property">The property.</param>
internal readonly record struct Key(KeyAttribute Attribute, PropertyInfo Property)
{
    /// <summary>Whether a section without this key's value is no section at all.</summary>
    public bool IsEssential => Attribute.IsRequired
        && Property.PropertyType.IsValueType
        && Nullable.GetUnderlyingType(Property.PropertyType) is null;
}
