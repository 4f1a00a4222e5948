// Systems, each booted once per lane however many tests read its report.
using System.Collections.Concurrent;
using MicroHV.Image;
using MicroHV.Image.Verbs;
using MicroHV.Machines;
using MicroHV.Partitions;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>The reports of systems on lanes. Ask for one; it is made when the first test asks.</summary>
internal static class SystemRuns
{
    private static readonly ConcurrentDictionary<(string Lane, string System), Lazy<Task<RunReport>>> _reports = new();
    private static readonly ConcurrentDictionary<string, Lazy<SystemPlan>> _plans = new();

    // Each run keeps one CPU busy, and two runs at once are as fast as the host allows.
    private static readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount));

    /// <summary>The report of a system that runs until all its partitions are idle, or its default limit.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="system">Folder of the system, relative to the repository, for example "partitions/demo".</param>
    public static Task<RunReport> ReportAsync(Lane lane, string system) =>
        _reports.GetOrAdd((lane.Name, system), key => new(() => RunAsync(lane, key.System))).Value;

    private static async Task<RunReport> RunAsync(Lane lane, string system)
    {
        SystemPlan plan = _plans.GetOrAdd(system, key => new(() => Load(key))).Value;
        SystemLaunch launch = new()
        {
            Plan = plan,
            Kernel = await File.ReadAllBytesAsync(Repository.KernelElf),
            Machine = lane.Machine,
            BootPath = lane.BootPath,
            Limit = FrameLimit.Of(plan.Schedule.MajorFrameNanoseconds, null, null),
        };
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

    private static SystemPlan Load(string system)
    {
        KernelLayout layout = KernelLayout.From(ElfImage.Read(File.ReadAllBytes(Repository.KernelElf), "kernel.elf"));
        LoadedSystem loaded = SystemBuilder.Load(
            Path.Combine(Repository.Root, system), layout, new ProjectBuilder(Repository.Root));
        return loaded.Plan ?? throw new InvalidDataException(string.Join('\n', loaded.Diagnostics));
    }
}
