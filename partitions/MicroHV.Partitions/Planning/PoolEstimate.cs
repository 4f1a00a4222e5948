// How much memory the kernel hands out at boot.
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Partitions;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Planning;

/// <summary>An upper bound, computed from the plan alone, of the frames that a boot takes from the pool.</summary>
public static class PoolEstimate
{
    /// <summary>
    /// Frames that the kernel takes whatever the plan: its own page tables, the VMXON region or host save area of the CPU that
    /// boots, the console of the module.
    /// </summary>
    public const ulong SystemFrames = 18;

    /// <summary>Frames of every CPU but the one that boots: its area, and two for the backend.</summary>
    public const ulong FramesPerOtherCpu = CpuArea.FrameCount + 2;

    /// <summary>
    /// Frames that every partition takes beside its tables: control block (VMCS or VMCB) and what belongs to it, three
    /// for the extended state (the largest XSAVE area, with AMX, is 11 KiB), APIC page, two for console and health log, mutable state.
    /// </summary>
    public const ulong FramesPerPartition = 10;

    /// <summary>
    /// Frames of every virtual CPU of a partition but the first one: control block, three for the extended state, APIC page,
    /// mutable state.
    /// </summary>
    public const ulong FramesPerOtherVcpu = 6;

    /// <summary>Frames of one address space's root and of the kernel's own part of it.</summary>
    public const ulong FramesPerAddressSpace = 4;

    private const int LargePageShift = 21;
    private const int DirectoryShift = 30;
    private const int DirectoryPointerShift = 39;

    /// <summary>
    /// <c>SystemFrames + (CPUs - 1) FramesPerOtherCpu + CPUs · trace pages + windows + Σ partition (FramesPerPartition + (virtual CPUs - 1)
    /// FramesPerOtherVcpu + nested tables + host tables)</c>. Nested tables: a root, and the tables of guest-physical memory,
    /// with 2-MiB pages where guest- and host-physical addresses are equal modulo
    /// 2 MiB. Host tables:
    /// <see cref="FramesPerAddressSpace"/>, and the tables through which the kernel sees the same memory.
    /// </summary>
    public static ulong Frames(SystemPlan plan)
    {
        ulong cpus = Math.Max(1, plan.Machine.CpuCount);
        ulong frames = SystemFrames
            + (FramesPerOtherCpu * (cpus - 1))
            + (plan.Trace.PagesPerCpu * cpus)
            + FramesOfWindows(plan);
        foreach (PartitionPlan partition in plan.Partitions)
        {
            ulong tables = Tables(partition.Regions);
            ulong otherVcpus = (ulong)partition.Cpus.Count - 1;
            frames += FramesPerPartition + (FramesPerOtherVcpu * otherVcpus) + 1 + tables + FramesPerAddressSpace + tables;
        }

        return frames;
    }

    private static ulong FramesOfWindows(SystemPlan plan)
    {
        ulong count = (ulong)plan.Schedules.Sum(schedule => (long)schedule.Windows.Count);
        return ((count * (ulong)Unsafe.SizeOf<WindowTicks>()) + RegionPlan.PageSizeBytes - 1) / RegionPlan.PageSizeBytes;
    }

    // Tables below the root that map the regions. Counted before placement: a region of 2 MiB and more is placed at a
    // multiple of 2 MiB; if that or the author's own addresses keep it from large pages, every 2 MiB needs a table.
    private static ulong Tables(IReadOnlyList<RegionPlan> regions)
    {
        HashSet<(int Shift, ulong Index)> shared = [];
        ulong inner = 0;
        foreach (RegionPlan region in regions.Where(region => region.IsWellFormed))
        {
            ulong last = region.Guest.End - 1;
            inner += Ends(shared, region.Guest.Start, last, DirectoryPointerShift);
            inner += Ends(shared, region.Guest.Start, last, DirectoryShift);
            ulong unplaced = region.Guest.SizeBytes >= RegionPlan.LargePageSizeBytes ? 0 : region.Guest.Start;
            ulong host = region.FixedHost ?? unplaced;
            bool mayBeLarge = (region.Guest.Start - host) % RegionPlan.LargePageSizeBytes == 0;
            ulong middle = Ends(shared, region.Guest.Start, last, LargePageShift);
            inner += mayBeLarge ? 0 : middle;
        }

        return inner + (ulong)shared.Count;
    }

    // Notes the first and the last table, which neighbours may need too, and returns how many lie between.
    private static ulong Ends(HashSet<(int Shift, ulong Index)> shared, ulong first, ulong last, int shift)
    {
        _ = shared.Add((shift, first >> shift));
        _ = shared.Add((shift, last >> shift));
        return (last >> shift) - (first >> shift) is ulong distance and > 1 ? distance - 1 : 0;
    }
}
