// Major frames as they were.
using MicroHV.Image.Pages;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.HtmlPages;

/// <summary>A strip for each CPU in each frame that is shown: who had it, and when it slept.</summary>
internal static class FrameSection
{
    private const int BlocksPerRow = 16;
    private const int BlocksPerNarrowRow = 5;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlWriter html, Trace trace)
    {
        using (html.Open("section", ("id", "frames")))
        {
            html.Element("h2", "Frames");
            FrameClock clock = new(trace);
            uint[] all = [.. trace.Events
                .Where(item => item.Kind == TraceKind.Frame)
                .Select(item => item.Record.Value)
                .Distinct()
                .Order()];
            IReadOnlyList<uint> shown = FrameChoice.Of(trace, all);
            html.Element("p", shown.Count == all.Length
                ? "Every major frame of the trace, to scale. Hatched: the CPU slept. What is blank the kernel took for itself."
                : $"{shown.Count} of {all.Length} major frames, to scale: the first and the last ones, those around a change of "
                    + "schedule, those with an error, and the one with the latest window. Hatched: the CPU slept. What is blank the "
                    + "kernel took for itself.");
            WriteLegend(html, trace.Description);
            ILookup<int, CpuSlice> slices = CpuSlice.Of(trace).ToLookup(slice => slice.Cpu);
            foreach (uint frame in shown)
            {
                WriteFrame(html, trace, clock, slices, frame);
            }
        }
    }

    // Short windows have no room for a name.
    private static void WriteLegend(HtmlWriter html, TraceDescription description)
    {
        using (html.Open("p"))
        {
            for (int partition = 0; partition < description.Partitions.Count; partition++)
            {
                html.Element("span", description.Partitions[partition], ("class", $"chip {Colours.Of(partition)}"));
            }
        }
    }

    private static void WriteFrame(
        HtmlWriter html, Trace trace, FrameClock clock, ILookup<int, CpuSlice> slices, uint frame)
    {
        TraceDescription description = trace.Description;
        TracedSchedule schedule = clock.ScheduleOf(frame);
        (ulong start, ulong end) = (clock.StartOf(frame), clock.StartOf(frame + 1));
        string name = description.Schedules.Count == 1 ? $"Frame {frame}" : $"Frame {frame}, {schedule.Name}";
        html.Element("h3", $"{name}, from {TraceFigures.Rounded(description.NanosecondsAt(start))}");
        for (int cpu = 0; cpu < description.CpuCount; cpu++)
        {
            TraceEvent[] events =
                [.. trace.Events.Where(item => item.Cpu == cpu && item.Tsc >= start && item.Tsc < end)];
            WriteCpu(html, description, schedule, new Span(cpu, frame, start, end), slices[cpu], events);
        }
    }

    private static void WriteCpu(
        HtmlWriter html, TraceDescription description, TracedSchedule schedule, Span span, IEnumerable<CpuSlice> slices,
        TraceEvent[] events)
    {
        int exits = events.Count(item => item.Kind is TraceKind.Exit or TraceKind.Hypercall);
        int errors = events.Count(item => item.Kind == TraceKind.Error);
        string told = $"{Figures.Count(exits, "exit")}{(errors == 0 ? "" : $", {Figures.Count(errors, "error")} (E)")}";
        Block[] blocks = [.. slices
            .Where(slice => slice.StartTsc < span.End && slice.EndTsc > span.Start)
            .Select(slice => BlockOf(description, span, slice))
            .Where(block => block.End > block.Start)];
        using (html.Open("figure"))
        {
            using (html.Open("figcaption"))
            {
                html.Element("strong", $"CPU {span.Cpu}");
                html.Text($" {told}");
            }

            ulong length = schedule.MajorFrameNanoseconds;
            Strip strip = new()
            {
                Name = $"CPU {span.Cpu} in frame {span.Frame}: {told}",
                Start = 0,
                End = length,
                Rows = Strip.RowsFor(blocks.Length, BlocksPerRow),
                NarrowRows = Strip.RowsFor(blocks.Length, BlocksPerNarrowRow),
                Blocks = blocks,
                Scale = Figures.Time,
                EndScale = Figures.Time,
                Ticks = length % 4 == 0 ? [0, length / 4, length / 2, length / 4 * 3, length] : [0, length],
                Marks = [.. events
                    .Where(item => item.Kind == TraceKind.Error)
                    .Select(item => ((ulong)description.Nanoseconds(item.Tsc - span.Start), "E"))],
            };
            strip.Write(html);
        }
    }

    private static Block BlockOf(TraceDescription description, Span span, CpuSlice slice)
    {
        ulong start = (ulong)description.Nanoseconds(Math.Max(slice.StartTsc, span.Start) - span.Start);
        ulong end = (ulong)description.Nanoseconds(Math.Min(slice.EndTsc, span.End) - span.Start);
        string duration = Figures.Time(end - start);
        if (slice.Vcpu is not int vcpu)
        {
            return new Block(start, end, [Colours.Free], "asleep", "", duration, $"asleep: {duration} from {Figures.Time(start)}");
        }

        string name = description.NameOf(vcpu);
        string how = slice.IsBackground ? "in the background, " : "";
        string colour = description.PartitionOf(vcpu) is int partition ? Colours.Of(partition) : Colours.Kernel;
        return new Block(
            start, end, [colour], name, name, duration,
            $"{name}: {how}{duration} from {Figures.Time(start)} to {Figures.Time(end)}");
    }

    private sealed record Span(int Cpu, uint Frame, ulong Start, ulong End);
}
