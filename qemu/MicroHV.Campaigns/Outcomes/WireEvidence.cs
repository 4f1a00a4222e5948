// What the serial line told of a partition, as evidence.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Campaigns.Outcomes;

/// <summary>Makes evidence of what a run told, for every lane alike.</summary>
internal static class WireEvidence
{
    /// <summary>The evidence of one partition.</summary>
    /// <param name="partition">Its index.</param>
    /// <param name="events">What the run told, in order.</param>
    /// <param name="regions">Its memory at the end.</param>
    /// <param name="progress">Rounds of its work that it finished.</param>
    /// <param name="refusals">Requests of it that were refused.</param>
    /// <param name="time">Nanoseconds after the start of major frame 0, of a TSC.</param>
    public static PartitionEvidence Of(
        int partition,
        IReadOnlyList<TranscriptEvent> events,
        IReadOnlyList<RegionEvidence> regions,
        ulong progress,
        ulong refusals,
        Func<ulong, long> time)
    {
        PartitionErrorRecord[] errors =
        [
            .. events.OfType<PartitionErrorEvent>()
                .Select(error => error.Record)
                .Where(record => record.PartitionIndex == (uint)partition),
        ];
        ILookup<bool, HealthRecord> acted = events.OfType<HealthLogEvent>()
            .Select(item => item.Record)
            .Where(record => record.PartitionIndex == (uint)partition)
            .ToLookup(record => (HealthAction)record.Action != HealthAction.Ignore);
        return new PartitionEvidence
        {
            Regions = regions,
            Console =
            [
                .. events.OfType<PartitionTextEvent>()
                    .Where(text => text.Partition == partition)
                    .SelectMany(text => text.EndsLine ? [.. text.Text.ToArray(), (byte)'\n'] : text.Text.ToArray()),
            ],
            Errors =
            [
                .. errors.Select(record => record.Error.ToString()),
                .. acted[true].Select(record => $"{record.Event}, {(HealthAction)record.Action}"),
            ],
            Notes = [.. acted[false].Select(record => record.Event.ToString())],
            FirstError = errors.Select(record => (long?)time(record.Tsc))
                .Concat(acted[true].Select(record => (long?)record.TimeNanoseconds))
                .Min(),
            ColdStarts =
            [
                .. acted[true].Where(record => (HealthAction)record.Action == HealthAction.ColdStart)
                    .Select(record => (long)record.TimeNanoseconds),
            ],
            EndCode = events.OfType<PartitionEndEvent>()
                .Where(end => end.Record.PartitionIndex == (uint)partition)
                .Select(end => (ulong?)end.Record.ExitCode)
                .FirstOrDefault(),
            Progress = progress,
            Refusals = refusals,
        };
    }
}
