// What this host can build and run, in facts.
namespace MicroHV.Machines;

/// <summary>The findings of <c>microhv doctor</c>.</summary>
/// <param name="Lanes">Every lane, whether it works and what it lacks.</param>
/// <param name="Tools">Every tool of the build.</param>
/// <param name="Install">One command that installs all that is missing, or null if nothing is.</param>
public sealed record DoctorReport(IReadOnlyList<LaneCheck> Lanes, IReadOnlyList<ToolCheck> Tools, string? Install)
{
    /// <summary>Looks at this host.</summary>
    public static DoctorReport Look()
    {
        RequiredTool[] build =
            [.. BuildTools.Always, .. BuildTools.Iso(BootPath.Grub), .. BuildTools.Iso(BootPath.Uefi)];
        RequiredTool[] all =
            [.. build.Concat(Lane.All.SelectMany(lane => lane.Machine.RequiredTools(lane.BootPath))).Distinct()];
        RequiredTool[] missing = [.. all.Where(tool => !tool.IsPresent)];
        return new DoctorReport(
            LaneCheck.OfAll(),
            [.. build.Distinct().Select(ToolCheck.Of)],
            missing.Length == 0 ? null : LaneCheck.InstallCommand(missing));
    }
}
