// Ports that a partition of a view is granted.
using System.Globalization;
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>Neighbouring I/O ports that a partition uses without an exit.</summary>
/// <param name="First">First port.</param>
/// <param name="Last">Last port.</param>
/// <param name="Reasons">Why they are granted, in the order of the description; empty from an image.</param>
public sealed record PortView(
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong First,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Last,
    IReadOnlyList<string> Reasons)
{
    /// <summary>The ports, hexadecimal.</summary>
    public override string ToString() => First == Last
        ? string.Create(CultureInfo.InvariantCulture, $"0x{First:X}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{First:X}-0x{Last:X}");
}
