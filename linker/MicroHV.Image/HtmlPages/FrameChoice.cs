// Which frames of a long trace are worth a picture.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.HtmlPages;

/// <summary>All frames of a short trace; of a long one those in which something is different.</summary>
internal static class FrameChoice
{
    /// <summary>Most frames that are shown.</summary>
    public const int MaxFrames = 16;

    private const int Ends = 3;

    /// <summary>The frames that are shown, ascending.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="frames">All that it has, ascending.</param>
    public static IReadOnlyList<uint> Of(Trace trace, IReadOnlyList<uint> frames)
    {
        if (frames.Count <= MaxFrames)
        {
            return frames;
        }

        FrameClock clock = new(trace);
        IEnumerable<uint> changes = trace.Events
            .Where(item => item.Kind == TraceKind.Schedule)
            .SelectMany(item => new[] { item.Record.Value - 1, item.Record.Value });
        IEnumerable<uint> errors = trace.Events
            .Where(item => item.Kind == TraceKind.Error)
            .Select(item => frames.LastOrDefault(frame => clock.StartOf(frame) <= item.Tsc));
        IEnumerable<uint> latest = WindowTimeline.Of(trace).Runs
            .OrderByDescending(run => Math.Max(run.Lateness, run.Overrun ?? 0))
            .Take(1)
            .Select(run => run.Frame);
        return
        [
            .. frames.Take(Ends)
                .Concat(latest)
                .Concat(frames.TakeLast(Ends))
                .Concat(changes)
                .Concat(errors)
                .Intersect(frames)
                .Take(MaxFrames)
                .Order(),
        ];
    }
}
