// A rule as documentation tells it.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>A rule without its method.</summary>
/// <param name="Id"><c>MHVnnnn</c>.</param>
/// <param name="Severity">How grave a breach is.</param>
/// <param name="Sentence">What must hold.</param>
public sealed record RuleSentence(string Id, Severity Severity, string Sentence);
