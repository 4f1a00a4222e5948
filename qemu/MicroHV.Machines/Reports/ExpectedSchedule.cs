// The schedule that a good run ends with.
namespace MicroHV.Machines;

/// <summary>The entry <c>schedule</c> of <c>[expect]</c> in a system description.</summary>
/// <param name="Name">Its name.</param>
/// <param name="All">Names of all schedules, in the order of their indexes.</param>
public sealed record ExpectedSchedule(string Name, IReadOnlyList<string> All);
