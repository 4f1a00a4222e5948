// What nested tables map in one piece.
using System.Text.Json.Serialization;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Evidence;

/// <summary>Guest-physical memory that is mapped side by side to host-physical memory.</summary>
/// <param name="Guest">First guest-physical address.</param>
/// <param name="Host">First host-physical address.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Rights">Letters of <c>rwx</c>.</param>
/// <param name="MemoryType"><c>"wb"</c>, <c>"uc"</c> or <c>"wc"</c>.</param>
internal sealed record TableExtent(
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Guest,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Host,
    ulong SizeBytes,
    string Rights,
    string MemoryType);
