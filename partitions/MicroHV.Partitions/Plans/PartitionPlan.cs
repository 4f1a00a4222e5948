// One partition of a plan.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>A partition with everything that it starts with.</summary>
public sealed class PartitionPlan
{
    /// <summary>Its number.</summary>
    public required int Index { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its section begins.</summary>
    public required Place Place { get; init; }

    /// <summary>Where its name is written.</summary>
    public required Place NamePlace { get; init; }

    /// <summary>Whether its section was not read in full.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>How many virtual CPUs it has.</summary>
    public required Written<ulong> VcpuCount { get; init; }

    /// <summary>The CPU of each of its virtual CPUs; 0 for one that no schedule serves, which is an error.</summary>
    public IReadOnlyList<ulong> Cpus { get; set; } = [];

    /// <summary>Whether it may ask for another schedule, set the mode of other partitions, and read the health log.</summary>
    public required bool IsSystem { get; init; }

    /// <summary>How often it must run, in nanoseconds; null if nothing is demanded.</summary>
    public required Written<ulong>? Period { get; init; }

    /// <summary>Time that it must get in every period, in nanoseconds; null if nothing is demanded.</summary>
    public required Written<ulong>? Duration { get; init; }

    /// <summary>Text for its information page.</summary>
    public required string Arguments { get; init; }

    /// <summary>Where the text is written.</summary>
    public required Place ArgumentsPlace { get; init; }

    /// <summary>The region that is its memory.</summary>
    public required RegionPlan Ram { get; init; }

    /// <summary>All its regions, ascending by guest-physical address.</summary>
    public required IReadOnlyList<RegionPlan> Regions { get; init; }

    /// <summary>Its port grants.</summary>
    public required IReadOnlyList<PortPlan> Ports { get; init; }

    /// <summary>Whether a port that it is not granted is as if nobody were there, and not an error.</summary>
    public required bool AreOtherPortsAbsent { get; init; }

    /// <summary>Its MSR grants, beside the MSRs that every partition has.</summary>
    public IReadOnlyList<MsrPlan> Msrs { get; init; } = [];

    /// <summary>What CPUID hides from it beyond what it hides from all; any number for one leaf.</summary>
    public IReadOnlyList<CpuidMaskPlan> CpuidMasks { get; init; } = [];

    /// <summary>Whether code at CPL 1 to 3 may make hypercalls, which is #UD otherwise.</summary>
    public bool AllowsUserHypercalls { get; init; }

    /// <summary>What is done about its events.</summary>
    public required HealthPlan Health { get; init; }

    /// <summary>How often it is started again.</summary>
    public required RestartsPlan Restarts { get; init; }

    /// <summary>In how many windows of its first virtual CPU it must kick its watchdog once; null if it has none.</summary>
    public required Written<ulong>? Watchdog { get; init; }

    /// <summary>The image that it runs, or null if none is named.</summary>
    public required ImagePlan? Image { get; init; }

    /// <summary>Whether its section names both an image and a project.</summary>
    public required bool NamesImageAndProject { get; init; }

    /// <summary>Pages that its first page tables need; null if its regions need more than there may be.</summary>
    public required int? BootTablePages { get; init; }

    /// <summary>The regions that an image may be loaded into: all RAM but what the planner fills.</summary>
    public IEnumerable<RegionPlan> FillableRegions =>
        Regions.Where(region => !region.IsDevice && !region.IsMadeByPlanner);

    /// <summary>What a cold start copies into its memory.</summary>
    public IReadOnlyList<CopyPlan> Copies { get; set; } = [];

    /// <summary>What only the machine knows, and where it goes.</summary>
    public IReadOnlyList<FixupPlan> Fixups { get; set; } = [];

    /// <summary>The registers of each of its virtual CPUs at a cold start.</summary>
    public IReadOnlyList<CpuState> Starts { get; set; } = [];
}
