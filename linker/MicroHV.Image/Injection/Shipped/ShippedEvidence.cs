// What a run with the shipped kernel leaves, as evidence.
using System.IO.Hashing;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Image.Traces;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>Reads the serial line, and the machine's RAM when the machine has gone: memory of partitions, and the trace.</summary>
/// <param name="system">What ran.</param>
/// <param name="machine">The machine in a phrase.</param>
internal sealed class ShippedEvidence(ShippedSystem system, string machine)
{
    // The longest that a window of another was seen to begin late beside the worst neighbours: docs/performance.md.
    private const long WindowBound = 20_000;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // By partition: when each of its entries was made in the golden run.
    private readonly Dictionary<int, List<long>> _entryTimes = [];
    private BootRecord _boot;
    private Trace? _trace;

    /// <summary>Everything about a run that has ended.</summary>
    /// <param name="remains">What it left.</param>
    /// <param name="injected">The way into a guest at which a fault was injected; null if none was.</param>
    /// <param name="isAtBoot">Whether one was injected before the kernel's first instruction.</param>
    public RunEvidence Collect(MachineRemains remains, Moment? injected, bool isAtBoot)
    {
        IReadOnlyList<TranscriptEvent> events = remains.Events;
        _boot = events.OfType<BootEvent>().Select(boot => boot.Record).DefaultIfEmpty(_boot).First();
        _trace = remains.Ram is { } ram && events.Any(item => item is BootEvent) ? ReadTrace(ram) : null;
        return new RunEvidence
        {
            Partitions = [.. system.Plan.Partitions.Select(partition => OfPartition(partition, events, remains.Ram))],
            Windows = _trace is { } trace ? Windows(trace) : [],
            Stop = events.OfType<StopEvent>().Select(stop => (StopRecord?)stop.Record).FirstOrDefault(),
            Ending = remains.Ending,
            Refused = EntryRefusal.Of(events),
            Garbled = events.Count(item => item is GarbledEvent),
            Injected = isAtBoot ? -Time(0) : injected is { } moment ? _entryTimes[moment.Partition][(int)moment.Entry - 1] : null,
            WindowBound = WindowBound,
            Failure = remains.Failure,
        };
    }

    /// <summary>Keeps the times of all entries of the run that was collected last: the golden one.</summary>
    public void LearnEntryTimes()
    {
        long before = 0;
        foreach (TraceEvent item in _trace!.Events)
        {
            if (item.Kind is TraceKind.Exit or TraceKind.Hypercall)
            {
                int partition = _trace.Description.Vcpus[(int)item.Record.Subject].Partition;
                if (!_entryTimes.TryGetValue(partition, out List<long>? times))
                {
                    _entryTimes.Add(partition, times = []);
                }

                times.Add(before);
            }

            before = Time(item.Tsc);
        }
    }

    /// <summary>Entries of a partition whose times are known.</summary>
    public int EntriesOf(int partition) => _entryTimes[partition].Count;

    /// <summary>When the last entry of all was made, in nanoseconds after the start of major frame 0; behind it nothing can be injected.</summary>
    public ulong LastEntryNanoseconds => (ulong)_entryTimes.Values.Max(times => times[^1]);

    /// <summary>
    /// The first way into a guest at or after a time, of one partition or of any; null if the golden run has none. Up to its
    /// injection every run is the golden one.
    /// </summary>
    /// <param name="time">Nanoseconds after the start of major frame 0.</param>
    /// <param name="partition">Whose guest it must be; null for any.</param>
    public Moment? FirstAfter(long time, int? partition)
    {
        (long Time, Moment Moment)? first = null;
        foreach ((int index, List<long> times) in _entryTimes.Where(pair => (partition ?? pair.Key) == pair.Key))
        {
            int entry = times.FindIndex(each => each >= time);
            if (entry >= 0 && (first is not { } best || times[entry] < best.Time))
            {
                first = (times[entry], new Moment(index, (ulong)entry + 1));
            }
        }

        return first?.Moment;
    }

    private long Time(ulong tsc) => (long)((Int128)(long)(tsc - _boot.EpochTsc) * NanosecondsPerSecond / (long)_boot.TscHertz);

    private PartitionEvidence OfPartition(PartitionPlan partition, IReadOnlyList<TranscriptEvent> events, IMachineMemory? ram)
    {
        RegionEvidence[] regions = ram is null
            ? []
            : [.. partition.Regions.Where(region => !region.IsDevice).Select(region => OfRegion(region, ram))];
        int lines = events.OfType<PartitionTextEvent>().Count(text => text.Partition == partition.Index && text.EndsLine);
        return WireEvidence.Of(partition.Index, events, regions, (ulong)lines, 0, Time) with
        {
            Lives = _trace is { } trace ? [.. LivesOf(partition.Index, trace)] : [],
        };
    }

    // A life is seen from its first exit on; with what memory it began, nobody sees.
    private IEnumerable<LifeEvidence> LivesOf(int partition, Trace trace)
    {
        bool isStarting = true;
        foreach (TraceEvent item in trace.Events)
        {
            if (item.Kind == TraceKind.Mode)
            {
                bool isStart = (PartitionMode)item.Record.Detail is PartitionMode.ColdStart or PartitionMode.WarmStart;
                isStarting |= isStart && item.Record.Subject == partition;
            }
            else if (isStarting
                && item.Kind is TraceKind.Exit or TraceKind.Hypercall
                && item.Record.Subject < (uint)trace.Description.Vcpus.Count
                && trace.Description.Vcpus[(int)item.Record.Subject].Partition == partition)
            {
                isStarting = false;
                yield return new LifeEvidence(Time(item.Tsc), null);
            }
        }
    }

    private static RegionEvidence OfRegion(RegionPlan region, IMachineMemory ram)
    {
        byte[] bytes = new byte[region.Guest.SizeBytes];
        return ram.TryRead(region.HostPhysical, bytes)
            ? new RegionEvidence(region.HostPhysical, region.Name, XxHash3.HashToUInt64(bytes))
            : throw new IOException($"host-physical address 0x{region.HostPhysical:x} is not RAM of the machine");
    }

    private Trace? ReadTrace(IMachineMemory ram)
    {
        if (TracePageFinder.Find(ram, system.Trace) is not { } pages)
        {
            return null;
        }

        TraceCollection collection = new(TraceDescriptions.Of(system.Plan, system.Blob, machine, _boot));
        TraceReader reader = new(ram, pages, system.Trace, collection.Add);
        _ = reader.Poll();
        return collection.ToTrace(isWhole: true);
    }

    private List<WindowEvidence> Windows(Trace trace)
    {
        WindowTimeline timeline = WindowTimeline.Of(trace);
        IEnumerable<WindowEvidence> planned = timeline.Runs.Select(run => new WindowEvidence(
            trace.Description.Vcpus[run.Vcpu].Partition, Time(run.StartTsc), Time(run.EndTsc ?? run.StartTsc), Time(run.PlannedStartTsc)));
        IEnumerable<WindowEvidence> unplanned = timeline.Unplanned.Select(item => new WindowEvidence(
            trace.Description.Vcpus[(int)item.Record.Subject].Partition, Time(item.Tsc), Time(item.Tsc), long.MaxValue));
        return [.. planned.Concat(unplanned).OrderBy(window => window.Start)];
    }
}
