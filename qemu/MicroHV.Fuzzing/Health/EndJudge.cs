// Holds how the kernel ended against the plan, and what the next kernel says of that.
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Fuzzing.Health;

/// <summary>A kernel ends at its last frame, or where an event stops it or resets the machine; then a record outlives it.</summary>
internal static class EndJudge
{
    /// <summary>Judges the stop.</summary>
    /// <exception cref="FindingException">The kernel ended at another time, or for another reason.</exception>
    public static void Judge(ExpectedSystem system)
    {
        StopRecord stop = system.Life.Stop;
        if (system.End is not { } end)
        {
            Demand(stop.Reason == StopReason.FrameLimitReached, $"the kernel stops for {stop.Reason} at {stop.Tsc}");
            return;
        }

        Demand(stop.Reason == end.Reason, $"the kernel stops for {stop.Reason} and not for {end.Reason}");
        Demand(end.Details is null || end.Details == (stop.Detail0, stop.Detail1), $"it stops for {stop.Detail0}, {stop.Detail1} and not {end.Details}");
        Demand(stop.CpuIndex == (uint)end.Cpu, $"CPU {stop.CpuIndex} stops it and not CPU {end.Cpu}");
        bool isThen = stop.Tsc <= end.Tsc + system.Life.Bound && stop.Tsc + ExpectedSystem.LoadBound(system.Life) >= end.Tsc;
        Demand(isThen, $"it stops at {stop.Tsc}, and what stops it was at {end.Tsc}");
        bool isReset = end.Action == HealthAction.Reset;
        Demand(stop.Action == end.Action && system.Life.IsReset == isReset, $"the end is {stop.Action} and not {end.Action}");
    }

    /// <summary>Judges what the next kernel, whose first records are <paramref name="told"/>, has found.</summary>
    /// <exception cref="FindingException">It has not found the end, or tells it as another one.</exception>
    public static void JudgeNext(ExpectedSystem system, ExpectedEnd end, IReadOnlyList<TranscriptEvent> told)
    {
        CrashRecord[] kept = [.. told.TakeWhile(item => item is CrashEvent).Cast<CrashEvent>().Select(item => item.Record)];
        Demand(kept.Count(record => record.Kind == CrashKind.Stop) == 1, $"{kept.Length} records outlive the end, and not the one of the stop");
        CrashRecord crash = kept.Single(record => record.Kind == CrashKind.Stop);
        Demand(crash.Stop.Equals(system.Life.Stop), "the record that outlives the end has another stop");
        bool isOwn = end.Event is HealthEvent.HostException or HealthEvent.MachineCheck || crash.LastEvent.Event == end.Event;
        Demand(isOwn && crash.LaterCount == 0, $"the last event of the record is {crash.LastEvent.Event}, after {crash.LaterCount} crashes");
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException(otherwise);
        }
    }
}
