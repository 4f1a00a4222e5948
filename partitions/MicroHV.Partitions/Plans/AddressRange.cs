// A range of addresses.
using System.Globalization;

namespace MicroHV.Partitions.Plans;

/// <summary>Addresses from <paramref name="Start"/> on; a range that would wrap ends at the last address.</summary>
/// <param name="Start">First address.</param>
/// <param name="SizeBytes">Size in bytes.</param>
public readonly record struct AddressRange(ulong Start, ulong SizeBytes)
{
    /// <summary>The first address behind the range.</summary>
    public ulong End => Start <= ulong.MaxValue - SizeBytes ? Start + SizeBytes : ulong.MaxValue;

    /// <summary>Whether both have an address in common.</summary>
    public bool Overlaps(AddressRange other) =>
        SizeBytes != 0 && other.SizeBytes != 0 && Start < other.End && other.Start < End;

    /// <summary>Whether all of <paramref name="other"/> lies in this range.</summary>
    public bool Contains(AddressRange other) => other.Start >= Start && other.End <= End;

    /// <summary>First and last address, hexadecimal.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"0x{Start:X}-0x{(SizeBytes == 0 ? Start : End - 1):X}");
}
