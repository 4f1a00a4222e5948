// One place at which a plan breaks a rule.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>A breach of a rule.</summary>
/// <param name="Place">Where.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="WayOut">What to do about it.</param>
internal readonly record struct Breach(Place Place, string Message, string WayOut);
