// The machine of a plan.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>The machine that the plan is for.</summary>
public sealed class MachinePlan
{
    /// <summary>The serial clock of a 16550 divided by 16: the highest baud rate.</summary>
    public const uint SerialClockBaud = 115_200;

    /// <summary>Where the section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether the section was not read in full.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>RAM that the plan may give to partitions.</summary>
    public required IReadOnlyList<MemoryPlan> Memory { get; init; }

    /// <summary>Whose processor it must be.</summary>
    public required Vendor Vendor { get; init; }

    /// <summary>The TSC frequency that it must have in hertz; null accepts any.</summary>
    public required Written<ulong>? Tsc { get; init; }

    /// <summary>How many CPUs the schedules may use.</summary>
    public required ulong CpuCount { get; init; }

    /// <summary>Local APIC ids of the CPUs as they are written; null if they are not.</summary>
    public required IReadOnlyList<Written<ulong>>? ApicIds { get; init; }

    /// <summary>Where the number of CPUs is written.</summary>
    public required Place CpuCountPlace { get; init; }

    /// <summary>First I/O port of the serial console.</summary>
    public required ulong ConsolePort { get; init; }

    /// <summary>Where the console's port is written.</summary>
    public required Place ConsolePortPlace { get; init; }

    /// <summary>Baud rate of the serial console.</summary>
    public required ulong ConsoleBaud { get; init; }

    /// <summary>Where the console's baud rate is written.</summary>
    public required Place ConsoleBaudPlace { get; init; }
}

/// <summary>A range of RAM.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Range">Which addresses.</param>
public sealed record MemoryPlan(Place Place, AddressRange Range);
