// What this host can build and run, in facts.
namespace MicroHV.Machines;

/// <summary>The findings of <c>microhv doctor</c>.</summary>
/// <param name="Distribution">The host's distribution, or null if it is none whose packages are known.</param>
/// <param name="Lanes">Every lane, whether it works and what it lacks.</param>
/// <param name="Tools">Every tool that a build calls.</param>
/// <param name="TestTools">Every tool that only tests and <c>run --gdb</c> call.</param>
/// <param name="Install">The commands that install what is missing.</param>
/// <param name="IsComplete">True if everything can be built, and every lane but nested KVM works.</param>
public sealed record DoctorReport(
    string? Distribution,
    IReadOnlyList<LaneCheck> Lanes,
    IReadOnlyList<ToolCheck> Tools,
    IReadOnlyList<ToolCheck> TestTools,
    IReadOnlyList<InstallStep> Install,
    bool IsComplete)
{
    private const string Running = "building and running";
    private const string Testing = "tests and 'run --gdb'";

    /// <summary>Looks at a host.</summary>
    /// <param name="host">The host.</param>
    public static DoctorReport Look(Host host)
    {
        RequiredTool[] build = [.. ToolTable.Build, .. ToolTable.AnyIso];
        RequiredTool[] needed = [.. build.Union(Lane.All.SelectMany(lane => lane.RequiredTools))];
        LaneCheck[] lanes = [.. Lane.All.Select(lane => LaneCheck.Of(lane, host))];
        RequiredTool[] missing = [.. needed.Where(tool => !tool.IsOn(host))];
        Distribution? known = host.Distribution;
        return new DoctorReport(
            known?.Name,
            [.. lanes, LaneCheck.OfNestedKvm()],
            [.. build.Select(tool => ToolCheck.Of(tool, host))],
            [.. ToolTable.Tests.Select(tool => ToolCheck.Of(tool, host))],
            Steps(known is null ? Machines.Distribution.All : [known], missing, ToolTable.Tests.Where(tool => !tool.IsOn(host))),
            missing.Length == 0 && lanes.All(lane => lane.Works));
    }

    /// <summary>The commands that install everything, for each distribution whose packages are known.</summary>
    /// <remarks>Without the .NET SDK: <c>doctor</c> runs on it, and Debian has it from Microsoft only.</remarks>
    public static IReadOnlyList<InstallStep> Everything() => Steps(
        Machines.Distribution.All,
        ToolTable.Build.Where(tool => tool != ToolTable.Dotnet)
            .Concat(ToolTable.AnyIso)
            .Concat(Lane.All.SelectMany(lane => lane.RequiredTools)),
        ToolTable.Tests);

    private static InstallStep[] Steps(
        IEnumerable<Distribution> distributions, IEnumerable<RequiredTool> running, IEnumerable<RequiredTool> testing) =>
    [
        .. from distribution in distributions
           from step in new[] { (Purpose: Running, Tools: running), (Purpose: Testing, Tools: testing) }
           where step.Tools.Any()
           select new InstallStep(distribution.Name, step.Purpose, distribution.InstallCommand(step.Tools)),
    ];
}
