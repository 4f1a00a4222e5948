// Holds a run against the golden one.
using MicroHV.Campaigns.Faults;
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Outcomes;

/// <summary>
/// Decides by evidence alone, the gravest first: what the experiment says of itself, how the kernel ended, what became of the
/// others, and only then what became of the partition that was hit.
/// </summary>
/// <param name="system">The system.</param>
/// <param name="golden">Its run without a fault.</param>
internal sealed class Oracle(SystemPlan system, RunEvidence golden)
{
    /// <summary>The class of a run with <paramref name="fault"/>.</summary>
    public Judgement Judge(Fault fault, RunEvidence run)
    {
        if (run.Failure is { } failure)
        {
            return new Judgement(OutcomeClass.E, failure);
        }

        if (run.Injected is not long injected)
        {
            return new Judgement(OutcomeClass.E, "the trigger was not reached");
        }

        return OfKernel(fault, run, injected)
            ?? OfOthers(fault, run)
            ?? OfLives(fault, run)
            ?? OfTarget(run.Partitions[fault.Partition], golden.Partitions[fault.Partition], injected);
    }

    private Judgement? OfKernel(Fault fault, RunEvidence run, long injected)
    {
        if (run.Stop is not { } stop)
        {
            return new Judgement(OutcomeClass.X, run.Ending);
        }

        if (run.Garbled != golden.Garbled)
        {
            return new Judgement(OutcomeClass.X, $"{run.Garbled} lines of the serial line cannot be read");
        }

        bool isPlanned = stop.Reason == golden.Stop!.Value.Reason && stop.Frames == golden.Stop.Value.Frames;
        long? end = run.Windows.Count == 0 ? null : run.Windows[^1].End - injected;
        bool isAtBoot = fault.Trigger == FaultTriggers.Boot;
        return isPlanned
            ? null
            : new Judgement(OutcomeClass.P, $"the kernel stopped: {stop.Reason}", isAtBoot ? 0 : Math.Max(0, end ?? 0));
    }

    private Judgement? OfOthers(Fault fault, RunEvidence run)
    {
        HashSet<ulong> writable =
        [
            .. system.Partitions[fault.Partition].Regions
                .Where(region => region.Rights is { } rights && (rights & RegionRights.Write) != 0)
                .Select(region => region.HostPhysical),
        ];
        for (int i = 0; i < run.Partitions.Count; i++)
        {
            if (i != fault.Partition && Difference(golden.Partitions[i], run.Partitions[i], writable) is { } difference)
            {
                return new Judgement(OutcomeClass.I, $"{system.Partitions[i].Name}: {difference}");
            }
        }

        return WindowDifference(fault.Partition, run) is { } window ? new Judgement(OutcomeClass.I, window) : null;
    }

    // Its own memory is what a fault in it changes, also while it is filled.
    private Judgement? OfLives(Fault fault, RunEvidence run)
    {
        if (fault.Location is "memory" or "page-table")
        {
            return null;
        }

        for (int i = 0; i < run.Partitions.Count; i++)
        {
            PartitionEvidence now = run.Partitions[i];
            for (int life = 1; life < now.Lives.Count; life++)
            {
                bool isCold = now.ColdStarts.Any(time => time >= now.Lives[life - 1].Start && time <= now.Lives[life].Start);
                if (isCold && now.Lives[life].Memory != golden.Partitions[i].Lives[0].Memory)
                {
                    return new Judgement(
                        OutcomeClass.I, $"{system.Partitions[i].Name}: its life {life + 1} began with memory that is not as at boot");
                }
            }
        }

        return null;
    }

    // What a partition may write by the plan, it may also spoil: such memory says nothing about isolation.
    private static string? Difference(PartitionEvidence then, PartitionEvidence now, HashSet<ulong> writable)
    {
        for (int i = 0; i < then.Regions.Count; i++)
        {
            if (!writable.Contains(then.Regions[i].HostPhysical) && then.Regions[i].Hash != now.Regions[i].Hash)
            {
                return $"its memory '{then.Regions[i].Name}' differs";
            }
        }

        return !then.Errors.SequenceEqual(now.Errors) ? $"it had {(now.Errors.Count == 0 ? "no error" : string.Join(", ", now.Errors))}"
            : !then.Notes.SequenceEqual(now.Notes) ? "its health log differs"
            : then.EndCode != now.EndCode ? "it ended otherwise"
            : !then.Console.AsSpan().SequenceEqual(now.Console) ? "it wrote something else"
            : then.Refusals != now.Refusals ? "other requests of it were refused"
            : null;
    }

    private string? WindowDifference(int target, RunEvidence run)
    {
        WindowEvidence[] then = [.. golden.Windows.Where(window => window.Partition != target)];
        WindowEvidence[] now = [.. run.Windows.Where(window => window.Partition != target)];
        foreach (WindowEvidence window in now)
        {
            // The golden run may be wrong as well; the plan is not.
            if (window.PlannedStart == long.MaxValue || window.Start - window.PlannedStart > run.WindowBound)
            {
                return $"{system.Partitions[window.Partition].Name}: it began to run at {window.Start} ns, where no window of it begins";
            }
        }

        for (int i = 0; i < Math.Min(then.Length, now.Length); i++)
        {
            bool isSame = then[i].Partition == now[i].Partition
                && then[i].PlannedStart == now[i].PlannedStart
                && Math.Abs(then[i].Start - now[i].Start) <= run.WindowBound
                && Math.Abs(then[i].End - now[i].End) <= run.WindowBound;
            if (!isSame)
            {
                string name = system.Partitions[then[i].Partition].Name;
                return $"{name}: its window of {then[i].Start} to {then[i].End} ns was {now[i].Start} to {now[i].End} ns";
            }
        }

        return then.Length == now.Length ? null : $"{then.Length} windows of others became {now.Length}";
    }

    private static Judgement OfTarget(PartitionEvidence now, PartitionEvidence then, long injected)
    {
        if (now.Errors.Count > then.Errors.Count)
        {
            long error = now.FirstError!.Value;
            long? next = now.Lives.Where(life => life.Start > error).Select(life => (long?)life.Start).FirstOrDefault();
            return new Judgement(
                OutcomeClass.C, $"the partition was stopped: {now.Errors[^1]}", Math.Max(0, error - injected), next - error);
        }

        bool isSame = now.Regions.SequenceEqual(then.Regions)
            && now.Console.AsSpan().SequenceEqual(then.Console)
            && now.EndCode == then.EndCode
            && now.Progress == then.Progress;
        if (isSame)
        {
            return now.Refusals > then.Refusals ? new Judgement(OutcomeClass.M, $"{now.Refusals - then.Refusals} requests were refused", 0)
                : now.Notes.Count > then.Notes.Count ? new Judgement(OutcomeClass.M, $"the health log notes {now.Notes[^1]}", 0)
                : new Judgement(OutcomeClass.N, "all is as in the golden run");
        }

        string end = now.EndCode == then.EndCode ? "" : $" and ended with {now.EndCode}";
        return now.Progress < then.Progress
            ? new Judgement(OutcomeClass.H, $"the partition finished {now.Progress} rounds of {then.Progress}{end}")
            : new Judgement(OutcomeClass.S, Corruption(now, then));
    }

    private static string Corruption(PartitionEvidence now, PartitionEvidence then)
    {
        string memory = string.Join(", ", now.Regions.Except(then.Regions).Select(region => $"'{region.Name}'"));
        return !now.Console.AsSpan().SequenceEqual(then.Console) ? "the partition wrote something else"
            : memory.Length != 0 ? $"the partition wrote the same, and its memory {memory} differs"
            : "the partition ended otherwise";
    }
}
