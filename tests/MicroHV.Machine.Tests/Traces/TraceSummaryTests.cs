// A trace in numbers, and in words.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Traces;

public sealed class TraceSummaryTests
{
    private static readonly Trace _trace = SmallTrace.Of(
        [.. SmallTrace.FrameOfCpu0(0), .. SmallTrace.FrameOfCpu0(1)], [.. SmallTrace.FrameOfCpu1(0)]);

    [Fact]
    public void Exits_are_counted_by_whom_and_why()
    {
        Assert.Equal(
            [new ExitCount("cabin:0", "Hypercall Yield", 2), new ExitCount("pilot", "Hlt", 2)],
            TraceSummary.Of(_trace, null).Exits);
    }

    [Fact]
    public void Time_belongs_to_whoever_had_the_CPU()
    {
        CpuUse[] use = [.. TraceSummary.Of(_trace, null).Use];
        Assert.Equal(
            [(0, "pilot", 600_000L), (0, "cabin:0", 99_000), (0, null, 901_000), (1, "cabin:1", 800_000), (1, null, 100_000)],
            use.Select(item => (item.Cpu, item.Partition, item.Nanoseconds)));
        Assert.Equal(88.889m, use[3].Percent);
    }

    [Fact]
    public void Records_and_losses_are_counted_by_CPU()
    {
        TraceCollection collection = new(SmallTrace.Description);
        collection.Add(1, 7, [SmallTrace.Record(1, TraceKind.Sleep)]);
        Assert.Equal(
            [new CpuRecords(0, 0, 0), new CpuRecords(1, 1, 7)],
            TraceSummary.Of(collection.ToTrace(isWhole: true), null).Cpus);
    }

    [Fact]
    public void A_CPU_that_looks_up_while_it_sleeps_goes_on_sleeping()
    {
        Trace trace = SmallTrace.Of(
        [
            SmallTrace.Record(0, TraceKind.Sleep), SmallTrace.Record(100, TraceKind.Sleep),
            SmallTrace.Record(300, TraceKind.WindowStart, 0), SmallTrace.Record(400, TraceKind.Frame),
        ]);
        Assert.Equal(
            [(null, 300ul), (0, 100ul)],
            CpuSlice.Of(trace).Select(slice => (slice.Vcpu, slice.EndTsc - slice.StartTsc)));
    }

    [Fact]
    public void Time_in_which_records_were_lost_is_nobody_s()
    {
        TraceCollection collection = new(SmallTrace.Description);
        collection.Add(0, 0, [SmallTrace.Record(0, TraceKind.WindowStart, 0), SmallTrace.Record(50, TraceKind.Exit, 0)]);
        collection.Add(0, 9, [SmallTrace.Record(500, TraceKind.Exit, 0), SmallTrace.Record(600, TraceKind.Sleep)]);
        collection.Add(0, 11, [SmallTrace.Record(700, TraceKind.Frame)]);
        Assert.Equal(
            [(0, 50ul), (null, 100ul)],
            CpuSlice.Of(collection.ToTrace(isWhole: true)).Select(slice => (slice.Vcpu, slice.EndTsc - slice.StartTsc)));
    }

    [Fact]
    public void A_distribution_tells_its_ends_its_middle_and_its_tail()
    {
        TimeDistribution times = TimeDistribution.Of(Enumerable.Range(1, 200).Select(i => (long)i).Reverse())!;
        Assert.Equal((200, 1L, 100L, 198L, 200L), (times.Count, times.Min, times.Median, times.Percentile99, times.Max));
        Assert.Equal([(1L, 1), (2, 1), (4, 2), (8, 4), (16, 8), (32, 16), (64, 32), (128, 64), (256, 72)],
            times.Histogram.Select(bucket => (bucket.UpTo, bucket.Count)));
        Assert.Null(TimeDistribution.Of([]));
        Assert.Equal([new HistogramBucket(1, 2)], TimeDistribution.Of([0, 0])!.Histogram);
    }

    public static TheoryData<TraceKind, int, uint, string> Words => new()
    {
        { TraceKind.Frame, 0, 7, "7" },
        { TraceKind.WindowStart, 0, 1_500, "1.5us late" },
        { TraceKind.WindowEnd, 0, 0, "0us late" },
        { TraceKind.Exit, 4, 0, "Cpuid" },
        { TraceKind.Exit, 6, 0x64, "PortIo 0x64" },
        { TraceKind.Exit, 200, 0, "200" },
        { TraceKind.Hypercall, 2, 0x2000, "ConsoleWrite 0x2000" },
        { TraceKind.Injection, 13, 3, "vector 13, exception" },
        { TraceKind.Injection, 32, 0, "vector 32, interrupt" },
        { TraceKind.Error, 1, 0, "MemoryViolation" },
        { TraceKind.Mode, 3, 0, "Normal" },
        { TraceKind.Schedule, 1, 9, "landing from frame 9" },
        { TraceKind.Schedule, 5, 9, "5 from frame 9" },
        { TraceKind.Sleep, 0, 2_000_000, "at most 2000us" },
        { TraceKind.Background, 0, 0, "" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void Every_kind_has_its_words(TraceKind kind, int detail, uint value, string expected)
    {
        TraceRecord record = SmallTrace.Record(0, kind, 0, detail, value);
        Assert.Equal(expected, TraceWords.DetailOf(in record, SmallTrace.Description));
        Assert.True(TraceWords.Kinds.ContainsKey(TraceWords.WordOf(kind)));
    }

    [Fact]
    public void Every_kind_that_is_written_can_be_asked_for() => Assert.Equal(
        Enum.GetValues<TraceKind>().Where(kind => kind != TraceKind.None), TraceWords.Kinds.Values);
}
