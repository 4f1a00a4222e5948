// One grant of MSRs.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A grant of MSRs.</summary>
[Section("an MSR grant", ShortForm = "range")]
public sealed class MsrGrantSection : Section
{
    /// <summary>The MSRs: one by its number, <c>"first-last"</c>, or the name of a [group](#msrs).</summary>
    [Msrs("range", IsRequired = true, Example = "\"0x19c\"")]
    public Written<NumberSet> Msrs { get; init; }

    /// <summary>What it may do: read, write, or both.</summary>
    [Choice("access", "r", "w", "rw", Default = "\"r\"")]
    public Written<string>? Access { get; init; }

    /// <summary>Why an MSR is granted that is not switched with the virtual CPU.</summary>
    [Text("reason", Absent = "none")]
    public Written<string>? Reason { get; init; }
}
