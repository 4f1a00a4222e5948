// What [machine] says.
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>The machine that the system wants.</summary>
public sealed class MachineSection
{
    /// <summary>Where the section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether the section has faults of its own, so that rules about it say nothing more.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>RAM that the plan may give to partitions.</summary>
    public required IReadOnlyList<MemorySection> Memory { get; init; }

    /// <summary><c>any</c>, <c>intel</c> or <c>amd</c>.</summary>
    public required Written<string>? Vendor { get; init; }

    /// <summary>The TSC frequency that the machine must have, in hertz.</summary>
    public required Written<ulong>? TscHertz { get; init; }

    /// <summary>Local APIC id of the CPU that runs the windows.</summary>
    public required Written<ulong>? ApicId { get; init; }

    /// <summary>I/O port of the serial console.</summary>
    public required Written<ulong>? ConsolePort { get; init; }

    /// <summary>Baud rate of the serial console.</summary>
    public required Written<ulong>? ConsoleBaud { get; init; }
}

/// <summary>A range of RAM.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="At">First address.</param>
/// <param name="SizeBytes">Size in bytes.</param>
public sealed record MemorySection(Place Place, Written<ulong> At, Written<ulong> SizeBytes);
