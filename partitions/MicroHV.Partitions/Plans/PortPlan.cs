// A port grant of a plan.
using System.Globalization;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>I/O ports that a partition uses without the kernel.</summary>
/// <param name="Place">Where the grant is written.</param>
/// <param name="First">First port.</param>
/// <param name="Last">Last port.</param>
/// <param name="Reason">Why a dangerous port is granted, if a reason is written.</param>
/// <param name="Group">Name of the group that the ports are granted as a part of, if one is written.</param>
public sealed record PortPlan(Place Place, ulong First, ulong Last, string? Reason, string? Group = null)
{
    /// <summary>Number of I/O ports that a processor has.</summary>
    public const ulong PortCount = 0x1_0000;

    /// <summary>Whether the grant names ports that exist, in order.</summary>
    public bool IsWellFormed => First <= Last && Last < PortCount;

    /// <summary>Whether the grant has a port from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public bool Reaches(ulong first, ulong last) => First <= last && first <= Last;

    /// <summary>The ports as their author wrote them: by the name of a group, or hexadecimal.</summary>
    public string Shown => Group ?? ToString();

    /// <summary>The ports, hexadecimal.</summary>
    public override string ToString() => First == Last
        ? string.Create(CultureInfo.InvariantCulture, $"0x{First:X}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{First:X}-0x{Last:X}");
}
