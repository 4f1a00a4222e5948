// Who had a CPU, and when.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// Time in which a CPU ran one virtual CPU, the kernel's answers to its exits included, or slept. Between slices the kernel
/// was at work for itself.
/// </summary>
/// <param name="Cpu">Index of the CPU.</param>
/// <param name="Vcpu">Index of the virtual CPU; null while it slept.</param>
/// <param name="IsBackground">True if it ran in time that others left.</param>
/// <param name="StartTsc">TSC at the start.</param>
/// <param name="EndTsc">TSC at the end.</param>
public sealed record CpuSlice(int Cpu, int? Vcpu, bool IsBackground, ulong StartTsc, ulong EndTsc)
{
    /// <summary>The slices of a trace, by CPU and time. Where records were lost, time is nobody's.</summary>
    /// <param name="trace">The trace.</param>
    public static IReadOnlyList<CpuSlice> Of(Trace trace)
    {
        List<CpuSlice> slices = [];
        ILookup<int, TraceLoss> losses = trace.Losses.ToLookup(loss => loss.Cpu);
        foreach (IGrouping<int, TraceEvent> events in trace.Events.GroupBy(item => item.Cpu).OrderBy(group => group.Key))
        {
            Cut(events, [.. losses[events.Key]], slices);
        }

        return slices;
    }

    private static void Cut(IGrouping<int, TraceEvent> events, TraceLoss[] losses, List<CpuSlice> slices)
    {
        CpuSlice? open = null;
        int lost = 0;
        ulong last = 0;
        uint? owner = null;
        foreach (TraceEvent item in events)
        {
            if (lost < losses.Length && losses[lost].FirstSequence < item.Sequence)
            {
                lost++;
                Close(slices, open, last);
                open = null;
            }

            owner = item.Kind switch
            {
                TraceKind.WindowStart => item.Record.Subject,
                TraceKind.WindowEnd => null,
                _ => owner,
            };
            bool isAsleep = item.Kind == TraceKind.Sleep;
            if (isAsleep || item.Kind is TraceKind.WindowStart or TraceKind.WindowEnd or TraceKind.Background)
            {
                // A CPU that looks up while it sleeps goes on sleeping.
                bool sleepsOn = isAsleep && open is { Vcpu: null };
                if (!sleepsOn)
                {
                    Close(slices, open, item.Tsc);
                    open = item.Kind == TraceKind.WindowEnd ? null : Begun(item, isAsleep, owner);
                }
            }

            last = item.Tsc;
        }

        Close(slices, open, last);
    }

    // Whose window it is runs on behind HLT, and is no background.
    private static CpuSlice Begun(TraceEvent item, bool isAsleep, uint? owner) => new(
        item.Cpu,
        isAsleep ? null : item.Record.Subject,
        item.Kind == TraceKind.Background && item.Record.Subject != owner,
        item.Tsc,
        item.Tsc);

    private static void Close(List<CpuSlice> slices, CpuSlice? open, ulong endTsc)
    {
        if (open is not null && endTsc > open.StartTsc)
        {
            slices.Add(open with { EndTsc = endTsc });
        }
    }
}
