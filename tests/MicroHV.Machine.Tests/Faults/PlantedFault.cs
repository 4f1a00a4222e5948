// A fault that somebody might make in the kernel, and what must notice it.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Faults;

/// <summary>One change of one file, made for one test.</summary>
/// <param name="Name">What is wrong, in words.</param>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Original">Text that stands in it exactly once.</param>
/// <param name="Replacement">What a fault makes of it.</param>
internal abstract record PlantedFault(string Name, string File, string Original, string Replacement)
{
    /// <summary>What must fail, and nothing else of what is run.</summary>
    public required IReadOnlyList<string> CaughtBy { get; init; }

    /// <summary>Where it is caught, as the documentation says it.</summary>
    public abstract string Place { get; }

    /// <summary>The name, as a test's output shows it.</summary>
    public sealed override string ToString() => Name;
}

/// <summary>A fault that partitions of a system see.</summary>
internal sealed record FaultOnMachine(string Name, string File, string Original, string Replacement)
    : PlantedFault(Name, File, Original, Replacement)
{
    /// <summary>Where the system runs.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Name of the system in tests/systems.</summary>
    public required string System { get; init; }

    /// <inheritdoc/>
    public override string Place => $"`tests/systems/{System}` on {Lane}";
}

/// <summary>A fault that no emulator shows: a test of the kernel's logic does.</summary>
internal sealed record FaultOnHost(string Name, string File, string Original, string Replacement)
    : PlantedFault(Name, File, Original, Replacement)
{
    /// <summary>Name of the project of tests.</summary>
    public string Project { get; init; } = "MicroHV.Kernel.Tests";

    /// <summary>Full name of the class of tests.</summary>
    public required string Tests { get; init; }

    /// <summary>What they must say of it, so that they fail for the right reason; empty if their names say enough.</summary>
    public string Says { get; init; } = "";

    /// <inheritdoc/>
    public override string Place => $"`{Tests[(Tests.LastIndexOf('.') + 1)..]}` in `tests/{Project}`";
}
