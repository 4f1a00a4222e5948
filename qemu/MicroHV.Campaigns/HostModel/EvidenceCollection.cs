// What a run of the software machine leaves, as evidence.
using System.IO.Hashing;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.HostModel;

/// <summary>Reads RAM, the serial line and the stays of guests.</summary>
/// <param name="kernel">The machine.</param>
/// <param name="system">What runs on it.</param>
internal sealed unsafe class EvidenceCollection(KernelMachine kernel, SystemPlan system)
{
    // The kernel's own work between two guests, generously counted: reads of its clock, each of a tick.
    private const ulong ReadsOfBound = 48;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const ulong PageSizeBytes = 0x1000;

    /// <summary>What the boot told; null if it did not come so far.</summary>
    public BootRecord? BootOf() =>
        kernel.Transcript(system.Partitions.Count).OfType<BootEvent>().Select(boot => (BootRecord?)boot.Record).FirstOrDefault();

    /// <summary>Why the kernel says that it stopped; null if it did not say.</summary>
    public StopReason? StopReasonOf() => StopOf(kernel.Transcript(system.Partitions.Count))?.Reason;

    /// <summary>Everything about the run that has ended.</summary>
    public RunEvidence Collect(
        ulong epochTsc, ulong tscHertz, ulong? injectedTsc, IReadOnlyList<ulong> refusals, LifeWatch lives, string ending, string? failure)
    {
        List<TranscriptEvent> events = kernel.Transcript(system.Partitions.Count);
        return new RunEvidence
        {
            Partitions = [.. system.Partitions.Select(partition => OfPartition(partition, events, refusals[partition.Index], Time) with
            {
                Lives = [.. lives.Of(partition.Index).Select(life => new LifeEvidence(Time(life.Tsc), life.Memory))],
            })],
            Windows = Windows(Time),
            Stop = StopOf(events),
            Ending = ending,
            Refused = kernel.Guests.Refused.Count == 0 ? "" : EntryRefusal.Of(kernel.Kind.Vendor(), kernel.Guests.Refused[0]),
            Garbled = events.Count(item => item is GarbledEvent),
            Injected = injectedTsc is ulong tsc ? Time(tsc) : null,
            WindowBound = (long)(ReadsOfBound * kernel.Machine.TscStep * NanosecondsPerSecond / tscHertz) + 1,
            Failure = failure,
        };

        long Time(ulong tsc) => (long)((Int128)(long)(tsc - epochTsc) * NanosecondsPerSecond / (long)tscHertz);
    }

    /// <summary>The partition of a virtual CPU.</summary>
    public int PartitionOf(uint vcpu)
    {
        ulong next = 0;
        foreach (PartitionPlan partition in system.Partitions)
        {
            next += partition.VcpuCount.Value;
            if (vcpu < next)
            {
                return partition.Index;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(vcpu));
    }

    /// <summary>Hash of memory.</summary>
    public ulong Hash(ulong host, ulong sizeBytes) =>
        XxHash3.HashToUInt64(new ReadOnlySpan<byte>(kernel.Machine.Ram(host), (int)sizeBytes));

    private static StopRecord? StopOf(IEnumerable<TranscriptEvent> events) =>
        events.OfType<StopEvent>().Select(stop => (StopRecord?)stop.Record).FirstOrDefault();

    private PartitionEvidence OfPartition(
        PartitionPlan partition, List<TranscriptEvent> events, ulong refusals, Func<ulong, long> time)
    {
        RegionEvidence[] regions =
        [
            .. partition.Regions.Where(region => !region.IsDevice).Select(region => new RegionEvidence(
                region.HostPhysical, region.Name, Hash(region.HostPhysical, region.Guest.SizeBytes))),
        ];
        ulong rounds = partition.Ram.HostPhysical + partition.Ram.Guest.SizeBytes - PageSizeBytes + Workload.RoundsOffset;
        return WireEvidence.Of(partition.Index, events, regions, *(ulong*)kernel.Machine.Ram(rounds), refusals, time);
    }

    // Stays that follow each other in one window are one.
    private List<WindowEvidence> Windows(Func<ulong, long> time)
    {
        List<WindowEvidence> windows = [];
        foreach (GuestRun run in kernel.Guests.Runs)
        {
            (long start, long end) = (time(run.Start), time(run.End));
            int partition = PartitionOf(run.Vcpu);
            long planned = PlannedStart(partition, start);
            bool isSame = windows.Count != 0 && windows[^1].Partition == partition && windows[^1].PlannedStart == planned;
            if (isSame)
            {
                windows[^1] = windows[^1] with { End = end };
            }
            else
            {
                windows.Add(new WindowEvidence(partition, start, end, planned));
            }
        }

        return windows;
    }

    // Nanoseconds are rounded down: a window may seem to begin one of them early.
    private long PlannedStart(int partition, long time)
    {
        long frame = (long)system.Schedule.MajorFrameNanoseconds;
        long offset = (time + 1) % frame;
        foreach (WindowPlan window in system.Schedule.Windows.Where(window => window.Partition.Index == partition))
        {
            if (offset >= (long)window.StartNanoseconds && offset < (long)window.EndNanoseconds)
            {
                return time + 1 - offset + (long)window.StartNanoseconds;
            }
        }

        return long.MaxValue;
    }
}
