// The console of [machine].
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>The serial port that the kernel writes to.</summary>
[Section("the console")]
public sealed class ConsoleSection : Section
{
    /// <summary>Its first I/O port: 0x3f8, 0x2f8, 0x3e8 or 0x2e8.</summary>
    [Number("port", Default = "0x3f8")]
    public Written<ulong>? Port { get; init; }

    /// <summary>Its rate in baud, which divides 115,200.</summary>
    [Number("baud", Default = "115200")]
    public Written<ulong>? Baud { get; init; }
}
