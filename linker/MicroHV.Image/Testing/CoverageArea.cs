// A part of the kernel whose branches host tests must have taken.
namespace MicroHV.Image.Testing;

/// <summary>Branches of one part of the kernel.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Files">Beginnings of the paths of its files, from the root of the repository.</param>
internal sealed record CoverageArea(string Name, IReadOnlyList<string> Files)
{
    /// <summary>Least share of branches, in percent, that tests must take in every area.</summary>
    public const double GoalPercent = 95;

    /// <summary>All that handles what a guest controls, and what decides who runs when and which life follows.</summary>
    public static IReadOnlyList<CoverageArea> All { get; } =
    [
        new("exit handling", ["kernel/Exits/"]),
        new("exit decoding", ["kernel/Backends/"]),
        new("page walk and guest memory", ["kernel/Memory/", "kernel/Vcpu/InstructionFetch.cs"]),
        new("instruction decoder", ["kernel/Vcpu/Decoding/"]),
        new(
            "schedules",
            [
                "kernel/Partitions/Schedule", "kernel/Partitions/WindowTable.cs", "kernel/Config/ScheduleChecks.cs",
                "kernel/WindowSwitch.cs", "kernel/VcpuLoop.cs",
            ]),
        new(
            "health and restarts",
            [
                "kernel/HealthMonitor.cs", "kernel/PartitionModes.cs", "kernel/PartitionStart.cs", "kernel/Partitions/ColdStart.cs",
                "kernel/Partitions/Partition", "kernel/Partitions/RestartBudget.cs", "kernel/Console/HealthRing.cs",
                "kernel/Config/AllowedActions.cs", "kernel/Config/HealthChecks.cs", "kernel/Host/CrashFrame.cs",
                "kernel/Host/Scrubber.cs", "kernel/FrameDuties.cs",
            ]),
    ];

    /// <summary>True if <paramref name="file"/> belongs to it.</summary>
    public bool Has(string file) => Files.Any(prefix => file.StartsWith(prefix, StringComparison.Ordinal));
}
