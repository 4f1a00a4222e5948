// What a run of QEMU leaves, as evidence.
using System.IO.Hashing;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Image.Traces;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>Reads the serial line, and the machine's RAM when the machine has gone: memory of partitions, and the trace.</summary>
/// <param name="system">What ran.</param>
/// <param name="ram">The RAM.</param>
internal sealed class QemuEvidence(QemuSystem system, RamFile ram)
{
    // The longest that a window of another was seen to begin late beside the worst neighbours: docs/performance.md.
    private const long WindowBound = 20_000;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // By partition: when each of its entries was made in the golden run.
    private readonly Dictionary<int, List<long>> _entryTimes = [];
    private BootRecord _boot;
    private Trace? _trace;

    /// <summary>Everything about a run that has ended.</summary>
    /// <param name="events">What it told.</param>
    /// <param name="ending">What ended it.</param>
    /// <param name="injected">The fault that was injected; null if none was.</param>
    public RunEvidence Collect(IReadOnlyList<TranscriptEvent> events, RunEnding ending, Fault? injected)
    {
        _boot = events.OfType<BootEvent>().Select(boot => boot.Record).DefaultIfEmpty(_boot).First();
        bool isBooted = events.Any(item => item is BootEvent);
        _trace = isBooted ? ReadTrace() : null;
        return new RunEvidence
        {
            Partitions = [.. system.Plan.Partitions.Select(partition => OfPartition(partition, events))],
            Windows = _trace is { } trace ? Windows(trace) : [],
            Stop = events.OfType<StopEvent>().Select(stop => (StopRecord?)stop.Record).FirstOrDefault(),
            Ending = ending == RunEnding.MachineDied ? "the machine ended without a record" : $"the run ended: {ending}",
            Garbled = events.Count(item => item is GarbledEvent),
            Injected = injected is null ? null : TimeOf(injected),
            WindowBound = WindowBound,
            Failure = ending == RunEnding.GuardExpired ? "the machine did not end in its time on this host" : null,
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

    // Up to its injection a run is the golden one.
    private long TimeOf(Fault fault) => fault.Trigger == FaultTriggers.Boot
        ? -Time(0)
        : _entryTimes[fault.Partition][(int)fault.At - 1];

    private long Time(ulong tsc) => (long)((Int128)(long)(tsc - _boot.EpochTsc) * NanosecondsPerSecond / (long)_boot.TscHertz);

    private PartitionEvidence OfPartition(PartitionPlan partition, IReadOnlyList<TranscriptEvent> events)
    {
        RegionEvidence[] regions =
        [
            .. partition.Regions.Where(region => !region.IsDevice).Select(region => new RegionEvidence(
                region.HostPhysical, region.Name,
                XxHash3.HashToUInt64(ram.Read(region.HostPhysical, region.Guest.SizeBytes)))),
        ];
        int lines = events.OfType<PartitionTextEvent>().Count(text => text.Partition == partition.Index && text.EndsLine);
        return WireEvidence.Of(partition.Index, events, regions, (ulong)lines, 0, Time);
    }

    private Trace? ReadTrace()
    {
        if (TracePageFinder.Find(ram, system.Trace) is not { } pages)
        {
            return null;
        }

        TraceCollection collection = new(TraceDescriptions.Of(system.Plan, system.Blob, QemuMachine.Tcg.Title, _boot));
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
