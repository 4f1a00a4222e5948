// What the table of differences says of a lane's entry checks.
using MicroHV.Machine.Tests.Lanes;

namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>
/// Rows whose behaviour is "entry-rule/" and the name of a rule: whether the lane enters a guest whose state violates that
/// rule first. The rule "None" is that of states that no rule refuses.
/// </summary>
/// <param name="lane">The lane.</param>
internal sealed class EntryDifferences(string lane)
{
    private const string Prefix = "entry-rule/";

    private readonly Dictionary<string, Difference> _rows = DifferenceTable.Read()
        .Where(row => row.Lane == lane && row.Behaviour.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(row => row.Behaviour[Prefix.Length..]);

    private readonly HashSet<string> _used = [];

    /// <summary>Rows that explained nothing.</summary>
    public IEnumerable<string> WithoutExample => _rows.Keys.Except(_used);

    /// <summary>True if a row says that the lane shows just this.</summary>
    public bool Explain(Disagreement disagreement)
    {
        bool isExplained = _rows.TryGetValue(disagreement.Rule, out Difference? row)
            && row.Observed == (disagreement.Shown.StartsWith('E') ? "entered" : "refused");
        if (isExplained)
        {
            _ = _used.Add(disagreement.Rule);
        }

        return isExplained;
    }
}
