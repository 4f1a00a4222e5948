// One grant of I/O ports.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>A grant of I/O ports.</summary>
[Section("a port grant", ShortForm = "range")]
public sealed class PortGrantSection : Section
{
    /// <summary>The ports: one by its number, <c>"first-last"</c>, or the name of a [group](#ports).</summary>
    [Ports("range", IsRequired = true, Example = "\"0x3f8-0x3ff\"")]
    public Written<NumberSet> Ports { get; init; }

    /// <summary>Why a dangerous port is granted.</summary>
    [Text("reason", Absent = "none")]
    public Written<string>? Reason { get; init; }
}
