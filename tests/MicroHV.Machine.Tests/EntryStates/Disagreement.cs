// A state of which the rules and a processor say different things.
namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>A disagreement.</summary>
/// <param name="Rule">The rule that is violated first, or "None".</param>
/// <param name="Shown">What the processor did.</param>
/// <param name="State">The state.</param>
internal sealed record Disagreement(string Rule, string Shown, EntryState State)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        IEnumerable<string> changes = State.Changes.Select(change => $"0x{change.Field:X}=0x{change.Value:X}");
        return $"{Rule}, but {Shown}: {string.Join(", ", changes)}";
    }
}
