// The restart budget of a partition of a view.
namespace MicroHV.Partitions.Views;

/// <summary>How often the health monitor starts a partition again.</summary>
/// <param name="Budget">Starts within any time of the period.</param>
/// <param name="PeriodNanoseconds">That time.</param>
public sealed record RestartsView(uint Budget, ulong PeriodNanoseconds);
