// A trace that was read: what happened on all CPUs, in the order of time.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>A trace in memory.</summary>
/// <param name="Description">What was traced.</param>
/// <param name="Events">All records, by time; those of one CPU in the order in which it wrote them.</param>
/// <param name="Losses">Where records are missing, by time.</param>
/// <param name="IsWhole">False if the file that it was read from was cut short.</param>
public sealed record Trace(
    TraceDescription Description, IReadOnlyList<TraceEvent> Events, IReadOnlyList<TraceLoss> Losses, bool IsWhole)
{
    /// <summary>How many records were lost.</summary>
    public ulong LostCount => Losses.Aggregate(0UL, (sum, loss) => sum + loss.Count);
}

/// <summary>One record of a trace.</summary>
/// <param name="Cpu">Index of the CPU that wrote it.</param>
/// <param name="Sequence">How many that CPU wrote before.</param>
/// <param name="Record">The record.</param>
public readonly record struct TraceEvent(int Cpu, ulong Sequence, TraceRecord Record)
{
    /// <summary>When it happened.</summary>
    public ulong Tsc => Record.Tsc;

    /// <summary>What happened.</summary>
    public TraceKind Kind => Record.Kind;
}

/// <summary>Records that were written over before they were read.</summary>
/// <param name="Cpu">Index of the CPU that wrote them.</param>
/// <param name="FirstSequence">Sequence number of the first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="EndTsc">When the first record behind them was written.</param>
public sealed record TraceLoss(int Cpu, ulong FirstSequence, ulong Count, ulong EndTsc);
