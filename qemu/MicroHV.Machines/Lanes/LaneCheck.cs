// Whether one lane works here.
namespace MicroHV.Machines;

/// <summary>A lane and what it lacks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Works">True if nothing is missing.</param>
/// <param name="Why">What is missing, in a sentence; or why it works.</param>
/// <param name="Install">The command that installs what is missing, or null if there is nothing to install.</param>
public sealed record LaneCheck(string Name, string Title, bool Works, string Why, string? Install)
{
    /// <summary>Looks at a lane.</summary>
    /// <param name="lane">The lane.</param>
    public static LaneCheck Of(Lane lane)
    {
        IReadOnlyList<RequiredTool> needed = lane.BootPath == BootPath.Direct
            ? lane.Machine.RequiredTools(lane.BootPath)
            : [.. lane.Machine.RequiredTools(lane.BootPath), .. BuildTools.Iso(lane.BootPath)];
        RequiredTool[] missing = [.. needed.Where(tool => !tool.IsPresent)];
        return missing.Length == 0
            ? new LaneCheck(lane.Name, lane.Title, true, "everything it needs is installed", null)
            : new LaneCheck(
                lane.Name,
                lane.Title,
                false,
                $"missing: {string.Join(", ", missing.Select(tool => tool.Name))}",
                InstallCommand(missing));
    }

    /// <summary>Looks at every lane, nested KVM among them.</summary>
    public static IReadOnlyList<LaneCheck> OfAll() => [.. Lane.All.Select(Of), OfNestedKvm()];

    /// <summary>Looks at nested KVM, which needs more than packages.</summary>
    public static LaneCheck OfNestedKvm()
    {
        (MicroHV.Kernel.Abi.Vendor? vendor, string why) = NestedKvm.Probe();
        return new LaneCheck("qemu-kvm", "nested KVM on QEMU (not covered by CI)", vendor is not null, why, null);
    }

    /// <summary>One command for all that is missing.</summary>
    /// <param name="missing">The missing tools, at least one.</param>
    public static string InstallCommand(IEnumerable<RequiredTool> missing) =>
        "sudo apt-get install -y "
        + string.Join(' ', missing.Select(tool => tool.Package).Distinct().Order(StringComparer.Ordinal));
}
