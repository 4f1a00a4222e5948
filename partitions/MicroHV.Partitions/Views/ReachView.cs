// Who reaches one thing.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>Frames that are one thing for a reviewer, and everybody who reaches them.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Kind">What they are used for.</param>
/// <param name="Start">First address; of several ranges, the lowest.</param>
/// <param name="SizeBytes">Their size together.</param>
/// <param name="Access">The partitions that reach them, by number; empty means nobody.</param>
public sealed record ReachView(
    string Name,
    MemoryKind Kind,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Start,
    ulong SizeBytes,
    IReadOnlyList<AccessView> Access);
