// What the oracle says of a run.
namespace MicroHV.Campaigns.Outcomes;

/// <summary>A class with what decided it.</summary>
/// <param name="Outcome">The class.</param>
/// <param name="Why">The evidence, in words.</param>
/// <param name="Detected">Nanoseconds from the injection to the first error or the stop that tells of it; null if nothing does.</param>
/// <param name="Recovered">Nanoseconds from the first error to the first entry of the partition's next life; null if there was none.</param>
internal sealed record Judgement(OutcomeClass Outcome, string Why, long? Detected = null, long? Recovered = null);
