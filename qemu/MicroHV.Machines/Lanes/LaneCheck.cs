// Whether one lane works here.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A lane and what it lacks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Works">True if it works.</param>
/// <param name="Why">What it lacks and what helps, or what it runs on.</param>
public sealed record LaneCheck(string Name, string Title, bool Works, string Why)
{
    /// <summary>Looks at a lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="host">Where.</param>
    public static LaneCheck Of(Lane lane, Host host)
    {
        RequiredTool[] missing = [.. lane.RequiredTools.Where(tool => !tool.IsOn(host))];
        Fitness fitness = missing.Length == 0
            ? lane.Machine.Ask(host)
            : new(false, $"missing: {string.Join(", ", missing.Select(tool => tool.Name))}");
        return new LaneCheck(lane.Name, lane.Title, fitness.IsFit, fitness.Words);
    }

    /// <summary>Looks at nested KVM, which needs more than packages.</summary>
    public static LaneCheck OfNestedKvm()
    {
        (Vendor? vendor, string why) = NestedKvm.Probe();
        return new LaneCheck("qemu-kvm", "nested KVM on QEMU (not covered by CI)", vendor is not null, why);
    }
}
