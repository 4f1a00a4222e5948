// The plan as the kernel reads it: a bounds-checked, read-only view over the blob. Nothing else reads the blob.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>A view over a blob that <see cref="TryOpen"/> accepted.</summary>
public readonly unsafe struct SystemConfig
{
    private readonly SystemHeader* _header;

    private SystemConfig(SystemHeader* header) => _header = header;

    /// <summary>The header.</summary>
    public ref readonly SystemHeader Header => ref *_header;

    /// <summary>All partitions.</summary>
    public ReadOnlySpan<PartitionRecord> Partitions => Part<PartitionRecord>(_header->Partitions);

    /// <summary>All virtual CPUs.</summary>
    public ReadOnlySpan<VcpuRecord> Vcpus => Part<VcpuRecord>(_header->Vcpus);

    /// <summary>All regions.</summary>
    public ReadOnlySpan<RegionRecord> Regions => Part<RegionRecord>(_header->Regions);

    /// <summary>All copies.</summary>
    public ReadOnlySpan<CopyRecord> Copies => Part<CopyRecord>(_header->Copies);

    /// <summary>All fixups.</summary>
    public ReadOnlySpan<FixupRecord> Fixups => Part<FixupRecord>(_header->Fixups);

    /// <summary>All windows.</summary>
    public ReadOnlySpan<WindowRecord> Windows => Part<WindowRecord>(_header->Windows);

    /// <summary>All CPUs; the first one is the CPU that boots.</summary>
    public ReadOnlySpan<CpuRecord> Cpus => Part<CpuRecord>(_header->Cpus);

    /// <summary>All schedules.</summary>
    public ReadOnlySpan<ScheduleRecord> Schedules => Part<ScheduleRecord>(_header->Schedules);

    /// <summary>What each schedule has each CPU do.</summary>
    public ReadOnlySpan<WindowGroupRecord> WindowGroups => Part<WindowGroupRecord>(_header->WindowGroups);

    /// <summary>The health tables: the module's, then each partition's.</summary>
    public ReadOnlySpan<HealthActionRecord> HealthActions => Part<HealthActionRecord>(_header->HealthActions);

    /// <summary>What changes of the schedule do to partitions, grouped by schedule.</summary>
    public ReadOnlySpan<ChangeActionRecord> ChangeActions => Part<ChangeActionRecord>(_header->ChangeActions);

    /// <summary>What is done about <paramref name="healthEvent"/> of partition <paramref name="partition"/>.</summary>
    public ref readonly HealthActionRecord ActionFor(uint partition, HealthEvent healthEvent)
    {
        ref readonly HealthActionRecord own = ref HealthActions[(int)(((partition + 1) * HealthActionRecord.EventCount) + (uint)healthEvent)];
        return ref own.Level == HealthLevel.Module ? ref ModuleAction(healthEvent) : ref own;
    }

    /// <summary>What is done about <paramref name="healthEvent"/> of the module, or of a partition that leaves it to the module.</summary>
    public ref readonly HealthActionRecord ModuleAction(HealthEvent healthEvent) => ref HealthActions[(int)healthEvent];

    /// <summary>What the change to <paramref name="schedule"/> does to partition <paramref name="partition"/>.</summary>
    public ScheduleChangeAction ChangeAction(uint schedule, uint partition) =>
        ChangeActions[(int)((schedule * _header->Partitions.Count) + partition)].Action;

    /// <summary>What a schedule has a CPU do.</summary>
    public ref readonly WindowGroupRecord WindowGroup(uint schedule, uint cpu) =>
        ref WindowGroups[(int)((schedule * _header->Cpus.Count) + cpu)];

    /// <summary>The windows of one schedule on one CPU.</summary>
    public ReadOnlySpan<WindowRecord> WindowsOf(in WindowGroupRecord group) =>
        Windows.Slice((int)group.FirstWindow, (int)group.WindowCount);

    /// <summary>The CPUID masks of one partition.</summary>
    public ReadOnlySpan<CpuidMaskRecord> CpuidMasksOf(in PartitionRecord partition) =>
        Part<CpuidMaskRecord>(_header->CpuidMasks).Slice((int)partition.FirstCpuidMask, (int)partition.CpuidMaskCount);

    /// <summary>The regions of one partition.</summary>
    public ReadOnlySpan<RegionRecord> RegionsOf(in PartitionRecord partition) =>
        Regions.Slice((int)partition.FirstRegion, (int)partition.RegionCount);

    /// <summary>Where the region records of one partition lie, one behind the other.</summary>
    public HostPhysical AddressOfRegions(in PartitionRecord partition) =>
        Cpu.Address((byte*)_header + _header->Regions.Offset + (partition.FirstRegion * (ulong)sizeof(RegionRecord)));

    /// <summary>The copies of one partition.</summary>
    public ReadOnlySpan<CopyRecord> CopiesOf(in PartitionRecord partition) =>
        Copies.Slice((int)partition.FirstCopy, (int)partition.CopyCount);

    /// <summary>The fixups of one partition.</summary>
    public ReadOnlySpan<FixupRecord> FixupsOf(in PartitionRecord partition) =>
        Fixups.Slice((int)partition.FirstFixup, (int)partition.FixupCount);

    /// <summary>Where the CPUID masks of one partition lie, one behind the other.</summary>
    public HostPhysical AddressOfCpuidMasks(in PartitionRecord partition) =>
        Cpu.Address((byte*)_header + _header->CpuidMasks.Offset + (partition.FirstCpuidMask * (ulong)sizeof(CpuidMaskRecord)));

    /// <summary>The page of <see cref="SystemHeader.Bitmaps"/> at <paramref name="offset"/>.</summary>
    public void* Bitmap(uint offset) => (byte*)_header + _header->Bitmaps.Offset + offset;

    /// <summary>The byte of <see cref="SystemHeader.Images"/> at <paramref name="offset"/>.</summary>
    public void* Image(ulong offset) => (byte*)_header + _header->Images.Offset + offset;

    /// <summary>
    /// Checks the blob at <paramref name="start"/> from its first byte to its last record. Reads nothing beyond the size that
    /// the header gives once its checksum holds, and nothing beyond the header before.
    /// </summary>
    /// <param name="start">The blob, readable for <paramref name="availableBytes"/>.</param>
    /// <param name="availableBytes">How much memory is there.</param>
    /// <param name="place">Where kernel and blob really are.</param>
    /// <param name="config">The view, if the verdict accepts it.</param>
    public static ConfigVerdict TryOpen(void* start, ulong availableBytes, in KernelPlace place, out SystemConfig config)
    {
        config = new SystemConfig((SystemHeader*)start);
        ConfigVerdict verdict = HeaderChecks.Check((SystemHeader*)start, availableBytes, in place);
        return verdict.IsAccepted ? RecordChecks.Check(in config, in place) : verdict;
    }

    // Safe: HeaderChecks proved that Offset + Count * ElementSize lies inside the blob and that the element size is the record's.
    private ReadOnlySpan<TRecord> Part<TRecord>(TableRef part)
        where TRecord : unmanaged => new ReadOnlySpan<TRecord>((byte*)_header + part.Offset, (int)part.Count);
}
