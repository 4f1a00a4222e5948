// What must hold whatever a guest does, and did not.
namespace MicroHV.Fuzzing.Cases;

/// <summary>The sentence says what did not hold, with the values.</summary>
/// <param name="message">The sentence.</param>
internal sealed class FindingException(string message) : Exception(message);
