// Runs what a store lacks of a campaign.
using System.Collections.Concurrent;
using System.Diagnostics;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Stores;

namespace MicroHV.Campaigns.Running;

/// <summary>
/// Threads run, one writes. A run counts as finished when it is in the store; what had not got there when the process ended is
/// run again, with the same outcome.
/// </summary>
/// <param name="plan">The campaign.</param>
/// <param name="store">Where runs are kept.</param>
/// <param name="shard">Which runs.</param>
/// <param name="threads">How many at a time.</param>
internal sealed class CampaignRunner(CampaignPlan plan, RunStore store, Shard shard, int threads)
{
    private const int MaxBatch = 1_000;
    private const int QueuedRows = 10_000;
    private static readonly TimeSpan _batchTime = TimeSpan.FromMilliseconds(200);

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _done;
    private long _total;
    private long _fresh;

    /// <summary>Runs until all is done or <paramref name="cancellation"/>.</summary>
    /// <param name="progress">Told of progress, on the thread that called.</param>
    /// <param name="cancellation">Ends it; what is finished by then is kept.</param>
    /// <returns>False if it was cancelled.</returns>
    public bool Run(Action<CampaignProgress> progress, CancellationToken cancellation)
    {
        (LaneDefinition Lane, Queue<long> Missing)[] work = [.. plan.Lanes.Select(lane => (lane, MissingOf(lane)))];
        foreach ((LaneDefinition lane, Queue<long> missing) in work)
        {
            RunLane(lane, missing, progress, cancellation);
        }

        return !cancellation.IsCancellationRequested;
    }

    /// <summary>One run, made alone on a lane of its own.</summary>
    public static (RunRow Row, RunEvidence Golden, RunEvidence Run) Repeat(CampaignPlan plan, LaneDefinition definition, long number)
    {
        using ILane lane = definition.Create(plan.System, plan.Frames);
        return Repeat(plan, definition, lane, number);
    }

    /// <summary>One run, made alone on <paramref name="lane"/>.</summary>
    public static (RunRow Row, RunEvidence Golden, RunEvidence Run) Repeat(
        CampaignPlan plan, LaneDefinition definition, ILane lane, long number)
    {
        Fault fault = plan.On(definition).FaultOf(number, lane);
        RunEvidence evidence = lane.Run(fault);
        return (RowOf(plan, definition, number, fault, new Oracle(lane.System, lane.Golden), evidence), lane.Golden, evidence);
    }

    private static RunRow RowOf(
        CampaignPlan plan, LaneDefinition lane, long number, Fault fault, Oracle oracle, RunEvidence evidence)
    {
        Judgement judgement = oracle.Judge(fault, evidence);
        return new RunRow(
            lane.Name, number, fault, plan.System.Partitions[fault.Partition].Name, judgement.Outcome, judgement.Why,
            evidence.Injected, judgement.Detected, judgement.Recovered, evidence.Stop?.Reason.ToString() ?? "", evidence.Refused,
            judgement.Outcome == OutcomeClass.N ? "" : RanWindow.Write(evidence.Windows));
    }

    private Queue<long> MissingOf(LaneDefinition lane)
    {
        HashSet<long> there = store.Numbers(lane.Name);
        Queue<long> missing = [];
        for (long number = 1; number <= plan.RunsOn(lane); number++)
        {
            if (shard.Has(number))
            {
                _total++;
                if (there.Contains(number))
                {
                    _done++;
                }
                else
                {
                    missing.Enqueue(number);
                }
            }
        }

        return missing;
    }

    private void RunLane(
        LaneDefinition lane, Queue<long> missing, Action<CampaignProgress> progress, CancellationToken cancellation)
    {
        using BlockingCollection<RunRow> finished = new(QueuedRows);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ConcurrentQueue<Exception> failures = new();
        Lock taking = new();
        int working = Math.Min(threads, missing.Count);
        Thread[] workers = [.. Enumerable.Range(0, working).Select(_ => new Thread(Work))];
        Array.ForEach(workers, worker => worker.Start());
        if (workers.Length == 0)
        {
            finished.CompleteAdding();
        }

        try
        {
            while (!finished.IsCompleted)
            {
                Keep(finished, lane, progress);
            }
        }
        finally
        {
            // Where the store failed, workers must not wait for somebody who takes their rows.
            end.Cancel();
            while (!finished.IsCompleted)
            {
                _ = finished.TryTake(out _, _batchTime);
            }

            Array.ForEach(workers, worker => worker.Join());
        }

        if (failures.TryDequeue(out Exception? failure))
        {
            throw new InvalidDataException(failure.Message, failure);
        }

        void Work()
        {
            try
            {
                using ILane machine = lane.Create(plan.System, plan.Frames);
                Oracle oracle = new(plan.System, machine.Golden);
                CampaignPlan part = plan.On(lane);
                while (!end.IsCancellationRequested && TryTake(out long number))
                {
                    Fault fault = part.FaultOf(number, machine);
                    finished.Add(RowOf(plan, lane, number, fault, oracle, machine.Run(fault)));
                }
            }
            catch (Exception failed)
            {
                failures.Enqueue(failed);
                end.Cancel();
            }

            if (Interlocked.Decrement(ref working) == 0)
            {
                finished.CompleteAdding();
            }
        }

        bool TryTake(out long number)
        {
            lock (taking)
            {
                return missing.TryDequeue(out number);
            }
        }
    }

    private void Keep(BlockingCollection<RunRow> finished, LaneDefinition lane, Action<CampaignProgress> progress)
    {
        List<RunRow> batch = [];
        long began = Stopwatch.GetTimestamp();
        while (batch.Count < MaxBatch && Stopwatch.GetElapsedTime(began) < _batchTime && !finished.IsCompleted)
        {
            if (finished.TryTake(out RunRow? row, _batchTime))
            {
                batch.Add(row);
            }
        }

        if (batch.Count == 0)
        {
            return;
        }

        store.Add(batch);
        _done += batch.Count;
        _fresh += batch.Count;
        progress(new CampaignProgress(lane.Name, _done, _total, _fresh / Stopwatch.GetElapsedTime(_began).TotalSeconds));
    }
}
