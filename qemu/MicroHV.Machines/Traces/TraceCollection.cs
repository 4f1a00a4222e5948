// Puts blocks of several CPUs together to one trace.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Takes blocks, each CPU's in order, and notices what is missing between them.</summary>
/// <param name="description">What was traced.</param>
internal sealed class TraceCollection(TraceDescription description)
{
    private readonly List<TraceEvent> _events = [];
    private readonly List<TraceLoss> _losses = [];
    private readonly ulong[] _next = new ulong[description.CpuCount];

    /// <summary>Takes a block.</summary>
    /// <param name="cpu">Index of the CPU.</param>
    /// <param name="firstSequence">Sequence number of the first record.</param>
    /// <param name="records">The records.</param>
    /// <exception cref="InvalidDataException">The CPU had more records before.</exception>
    public void Add(int cpu, ulong firstSequence, ReadOnlySpan<TraceRecord> records)
    {
        ulong next = _next[cpu];
        if (firstSequence < next)
        {
            throw new InvalidDataException($"the trace is damaged: CPU {cpu} has record {firstSequence} twice");
        }

        if (firstSequence > next && !records.IsEmpty)
        {
            _losses.Add(new TraceLoss(cpu, next, firstSequence - next, records[0].Tsc));
        }

        for (int i = 0; i < records.Length; i++)
        {
            _events.Add(new TraceEvent(cpu, firstSequence + (ulong)i, records[i]));
        }

        _next[cpu] = firstSequence + (ulong)records.Length;
    }

    /// <summary>What was put together.</summary>
    /// <param name="isWhole">False if there was more.</param>
    public Trace ToTrace(bool isWhole) => new(
        description,
        [.. _events.OrderBy(item => item.Tsc).ThenBy(item => item.Cpu).ThenBy(item => item.Sequence)],
        [.. _losses.OrderBy(loss => loss.EndTsc)],
        isWhole);
}
