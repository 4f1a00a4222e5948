// One state to enter a guest with.
namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>The base state of a table with some fields changed.</summary>
/// <param name="Changes">Fields with their values, in the order in which they are written.</param>
internal sealed record EntryState(IReadOnlyList<(uint Field, ulong Value)> Changes)
{
    /// <summary>All fields with the values that this state gives them.</summary>
    public Dictionary<uint, ulong> Over(IReadOnlyDictionary<uint, ulong> baseState)
    {
        Dictionary<uint, ulong> fields = new(baseState);
        foreach ((uint field, ulong value) in Changes)
        {
            fields[field] = value;
        }

        return fields;
    }
}
