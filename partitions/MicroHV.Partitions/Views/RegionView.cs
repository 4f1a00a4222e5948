// One region of a view.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>Guest-physical memory of a partition and what backs it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Guest">First guest-physical address.</param>
/// <param name="Host">First host-physical address.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Rights">What the guest may do there: letters of <c>rwx</c>.</param>
/// <param name="MemoryType"><c>"wb"</c>, <c>"uc"</c> or <c>"wc"</c>.</param>
/// <param name="IsShared">Whether other regions may have the same frames.</param>
/// <param name="IsDevice">Whether it is a device's memory.</param>
/// <param name="SharedWith">Names of the other partitions that reach some of its frames, by number.</param>
/// <param name="SharedName">The name under which it is shared; null from an image.</param>
/// <param name="Reason">Why it is granted; null from an image.</param>
public sealed record RegionView(
    string Name,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Guest,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Host,
    ulong SizeBytes,
    string Rights,
    string MemoryType,
    bool IsShared,
    bool IsDevice,
    IReadOnlyList<string> SharedWith,
    string? SharedName,
    string? Reason);
