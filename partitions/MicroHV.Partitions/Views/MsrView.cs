// MSRs that a partition of a view uses itself.
using System.Globalization;
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>Neighbouring MSRs that a partition uses without an exit.</summary>
/// <param name="First">First MSR.</param>
/// <param name="Last">Last MSR.</param>
/// <param name="Names">What the manuals call them, as far as the kernel knows them.</param>
/// <param name="Access"><c>"r"</c>, <c>"w"</c> or <c>"rw"</c>.</param>
/// <param name="Vendor">On whose processors: <c>"any"</c>, <c>"intel"</c> or <c>"amd"</c>.</param>
/// <param name="Reasons">Why they are granted, in the order of the description; empty from an image.</param>
public sealed record MsrView(
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong First,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Last,
    IReadOnlyList<string> Names,
    string Access,
    string Vendor,
    IReadOnlyList<string> Reasons)
{
    /// <summary>The MSRs by name, or by number where one has no name, with the access.</summary>
    public override string ToString()
    {
        string last = First == Last ? "" : string.Create(CultureInfo.InvariantCulture, $"-0x{Last:X}");
        bool areNamed = (ulong)Names.Count == Last - First + 1;
        string what = areNamed
            ? string.Join(", ", Names)
            : string.Create(CultureInfo.InvariantCulture, $"0x{First:X}{last}");
        string vendor = Vendor switch { "intel" => " on Intel", "amd" => " on AMD", _ => "" };
        return $"{what} {Access}{vendor}";
    }
}
