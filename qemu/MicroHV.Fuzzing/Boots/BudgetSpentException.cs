// The end of a run that would go on for ever.
namespace MicroHV.Fuzzing.Boots;

/// <summary>The guests have run for as long as the test wanted.</summary>
internal sealed class BudgetSpentException : Exception;
