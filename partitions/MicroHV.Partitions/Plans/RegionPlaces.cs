// Where the keys of a region are written.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>Where each key of a region is written; the place of the section for a key that is not.</summary>
public sealed record RegionPlaces
{
    /// <summary>Everything at <paramref name="section"/>.</summary>
    public RegionPlaces(Place section) =>
        (Name, At, Size, Rights, Type, Shared, Host, Reason) =
        (section, section, section, section, section, section, section, section);

    /// <summary>Its name.</summary>
    public Place Name { get; init; }

    /// <summary>Its guest-physical address.</summary>
    public Place At { get; init; }

    /// <summary>Its size.</summary>
    public Place Size { get; init; }

    /// <summary>Its rights.</summary>
    public Place Rights { get; init; }

    /// <summary>Its memory type.</summary>
    public Place Type { get; init; }

    /// <summary>The name under which it is shared.</summary>
    public Place Shared { get; init; }

    /// <summary>Its host-physical address.</summary>
    public Place Host { get; init; }

    /// <summary>The reason why it is granted.</summary>
    public Place Reason { get; init; }
}
