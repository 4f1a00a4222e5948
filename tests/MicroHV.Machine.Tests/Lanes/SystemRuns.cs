// Systems, each booted once per lane however many tests read its report.
using System.Collections.Concurrent;
using MicroHV.Image;
using MicroHV.Image.Images;
using MicroHV.Image.Verbs;
using MicroHV.Machines;
using MicroHV.Partitions;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Text;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>The reports of systems on lanes. Ask for one; it is made when the first test asks.</summary>
internal static class SystemRuns
{
    private static readonly ConcurrentDictionary<(string Lane, string System), Lazy<Task<RunReport>>> _reports = new();
    private static readonly ConcurrentDictionary<string, Lazy<SystemSource>> _sources = new();

    // Systems share projects, and a project is built by one at a time.
    private static readonly Lock _building = new();

    // Each run keeps one CPU busy, and two runs at once are as fast as the host allows.
    private static readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount));

    /// <summary>The report of a system that runs until all its partitions are idle, or its default limit.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="system">Folder of the system, relative to the repository, for example "partitions/demo".</param>
    public static Task<RunReport> ReportAsync(Lane lane, string system) =>
        _reports.GetOrAdd((lane.Name, system), key => new(() => RunAsync(lane, key.System))).Value;

    /// <summary>The report of a system whose plan is changed before it is built; each call runs it anew.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="system">Folder of the system, relative to the repository.</param>
    /// <param name="change">Changes the plan.</param>
    public static Task<RunReport> ReportChangedAsync(Lane lane, string system, Action<SystemPlan> change)
    {
        SystemSource source = Load(system);
        change(source.System.Plan!);
        return RunAsync(lane, source);
    }

    /// <summary>The report of a system as if its description said something else; each call runs it anew.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="system">Folder of the system, relative to the repository.</param>
    /// <param name="edit">Makes the new description of the one in the file.</param>
    /// <param name="frames">Major frames after which the kernel stops.</param>
    public static Task<RunReport> ReportEditedAsync(Lane lane, string system, Func<string, string> edit, ulong frames)
    {
        string path = PathOf(system);
        return RunAsync(lane, Planned(() => SystemSource.LoadEdited(path, edit(File.ReadAllText(path)))), frames);
    }

    /// <summary>The report of a system on another kernel than the one that is built; each call runs it anew.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="system">Folder of the system, relative to the repository.</param>
    /// <param name="kernel">The bytes of kernel.elf.</param>
    public static Task<RunReport> ReportOnKernelAsync(Lane lane, string system, byte[] kernel)
    {
        KernelLayout layout = KernelLayout.From(ElfImage.Read(kernel, "kernel.elf"));
        ProjectBuilder projects = new(Repository.Root);
        return RunAsync(
            lane, Planned(() => new SystemSource(kernel, SystemBuilder.Load(PathOf(system), layout, projects))));
    }

    /// <summary>The report of a system as if its description said something else, on another kernel; each call runs it anew.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="system">Folder of the system, relative to the repository.</param>
    /// <param name="kernel">The bytes of kernel.elf.</param>
    /// <param name="edit">Makes the new description of the one in the file.</param>
    /// <param name="frames">Major frames after which the kernel stops.</param>
    public static Task<RunReport> ReportEditedOnKernelAsync(
        Lane lane, string system, byte[] kernel, Func<string, string> edit, ulong frames)
    {
        KernelLayout layout = KernelLayout.From(ElfImage.Read(kernel, "kernel.elf"));
        ProjectBuilder projects = new(Repository.Root);
        string path = PathOf(system);
        return RunAsync(
            lane,
            Planned(() => new SystemSource(
                kernel, SystemBuilder.Load(path, edit(File.ReadAllText(path)), layout, projects, new Findings(path)))),
            frames);
    }

    /// <summary>The report of a system that was traced; each call runs it anew.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="system">Folder of the system, relative to the repository.</param>
    /// <param name="bufferSizeBytes">Size of each CPU's trace.</param>
    /// <param name="frames">Major frames after which the kernel stops.</param>
    /// <param name="path">File for the trace.</param>
    /// <param name="bound">Most nanoseconds by which a window may be late.</param>
    public static Task<RunReport> ReportTracedAsync(
        Lane lane, string system, ulong bufferSizeBytes, ulong frames, string path, ulong bound)
    {
        SystemSource source = Planned(() => SystemSource.Load(PathOf(system), bufferSizeBytes));
        return RunAsync(LaunchOf(lane, source, frames, path, bound));
    }

    private static Task<RunReport> RunAsync(Lane lane, string system) =>
        RunAsync(lane, _sources.GetOrAdd(system, key => new(() => Load(key))).Value);

    private static Task<RunReport> RunAsync(Lane lane, SystemSource source, ulong? frames = null) =>
        RunAsync(LaunchOf(lane, source, frames));

    private static SystemLaunch LaunchOf(
        Lane lane, SystemSource source, ulong? frames, string? tracePath = null, ulong? windowBound = null)
    {
        SystemPlan plan = source.System.Plan!;
        return new SystemLaunch
        {
            Plan = plan,
            Kernel = source.KernelElf,
            Machine = lane.Machine,
            BootPath = lane.BootPath,
            Limit = FrameLimit.Of(plan.Schedule.MajorFrameNanoseconds, null, frames),
            TracePath = tracePath,
            WindowBound = windowBound,
        };
    }

    private static async Task<RunReport> RunAsync(SystemLaunch launch)
    {
        await _slots.WaitAsync();
        try
        {
            return (await launch.RunAsync(_ => { }, CancellationToken.None)).Report;
        }
        finally
        {
            _ = _slots.Release();
        }
    }

    /// <summary>A system with its plan, built.</summary>
    /// <param name="system">Folder of the system, relative to the repository.</param>
    public static SystemSource Load(string system) => Planned(() => SystemSource.Load(PathOf(system)));

    private static string PathOf(string system) => Path.Combine(Repository.Root, system, SystemBuilder.FileName);

    private static SystemSource Planned(Func<SystemSource> load)
    {
        SystemSource source;
        lock (_building)
        {
            source = load();
        }

        return source.System.Plan is not null
            ? source
            : throw new InvalidDataException(string.Join('\n', source.System.Diagnostics));
    }
}
