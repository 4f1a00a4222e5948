// A run as it is kept and reported.
using System.Text.Json.Serialization;
using MicroHV.Campaigns.Faults;

namespace MicroHV.Campaigns.Outcomes;

/// <summary>A finished run.</summary>
/// <param name="Lane">Name of the lane.</param>
/// <param name="Number">Number of the run, from 1.</param>
/// <param name="Fault">What was injected.</param>
/// <param name="Partition">Name of the partition that was hit.</param>
/// <param name="Outcome">The class.</param>
/// <param name="Why">What decided it.</param>
/// <param name="Injected">When the fault was injected, in nanoseconds after the start of major frame 0; null if it never was.</param>
/// <param name="Detected">Nanoseconds from there to what tells of it; null if nothing does.</param>
/// <param name="Recovered">Nanoseconds from the first error of the partition to the first entry of its next life; null if there was none.</param>
/// <param name="Stop">Why the kernel stopped; empty if it did not say.</param>
/// <param name="Refused">The rule of a manual by which the processor first refused to enter a guest; empty if it did not.</param>
/// <param name="Windows">Who ran when, as <see cref="RanWindow.Write"/> writes it; empty if the fault had no effect.</param>
internal sealed record RunRow(
    string Lane,
    long Number,
    Fault Fault,
    string Partition,
    [property: JsonConverter(typeof(JsonStringEnumConverter<OutcomeClass>))] OutcomeClass Outcome,
    string Why,
    long? Injected,
    long? Detected,
    long? Recovered,
    string Stop,
    string Refused,
    [property: JsonIgnore] string Windows);
