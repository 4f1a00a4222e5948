// A trace that fits on a page, for tests of what is made of traces.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Traces;

/// <summary>Two partitions, one of them with two virtual CPUs, on two CPUs with a frame of 1 ms; the TSC runs at 1 GHz.</summary>
internal static class SmallTrace
{
    public const ulong Epoch = 5_000_000;
    public const ulong Frame = 1_000_000;

    public static TraceDescription Description { get; } = new(
        "small",
        "a machine",
        1_000_000_000,
        Epoch,
        2,
        4,
        ["pilot", "cabin"],
        [new TracedVcpu(0, 0), new TracedVcpu(1, 0), new TracedVcpu(1, 1)],
        [
            new TracedSchedule(
                "cruise",
                Frame,
                [
                    new TracedWindow(0, 0, 0, 300_000),
                    new TracedWindow(0, 1, 400_000, 200_000),
                    new TracedWindow(1, 2, 100_000, 800_000),
                ]),
            new TracedSchedule("landing", 2 * Frame, [new TracedWindow(0, 0, 500_000, 1_000_000)]),
        ],
        0);

    /// <summary>A record at a time after the start of frame 0.</summary>
    public static TraceRecord Record(
        ulong nanoseconds, TraceKind kind, int subject = TraceRecord.Nobody, int detail = 0, uint value = 0) => new()
        {
            Tsc = Epoch + nanoseconds,
            Kind = kind,
            Detail = (byte)detail,
            Subject = (ushort)subject,
            Value = value,
        };

    /// <summary>The trace of the records of each CPU, with none lost.</summary>
    public static Trace Of(params TraceRecord[][] cpus)
    {
        TraceCollection collection = new(Description);
        for (int cpu = 0; cpu < cpus.Length; cpu++)
        {
            collection.Add(cpu, 0, cpus[cpu]);
        }

        return collection.ToTrace(isWhole: true);
    }

    /// <summary>What CPU 0 does in a frame of the first schedule if every switch takes <paramref name="late"/> ns.</summary>
    public static IEnumerable<TraceRecord> FrameOfCpu0(uint frame, uint late = 500) =>
    [
        At(frame, late, TraceKind.Frame, value: frame),
        At(frame, late, TraceKind.WindowStart, 0, value: late),
        At(frame, 100_000, TraceKind.Exit, 0, 5),
        At(frame, 300_000 + late, TraceKind.WindowEnd, 0, value: late),
        At(frame, 300_000 + late, TraceKind.Sleep, value: 100_000 - late),
        At(frame, 400_000 + late, TraceKind.WindowStart, 1, value: late),
        At(frame, 450_000, TraceKind.Hypercall, 1, 1),
        At(frame, 450_000, TraceKind.Sleep, value: 150_000),
        At(frame, 600_000 + late, TraceKind.WindowEnd, 1, value: late),
        At(frame, 600_000 + late, TraceKind.Sleep, value: 400_000 - late),
    ];

    /// <summary>What CPU 1 does in a frame of the first schedule.</summary>
    public static IEnumerable<TraceRecord> FrameOfCpu1(uint frame, uint late = 500) =>
    [
        At(frame, late, TraceKind.Frame, value: frame),
        At(frame, late, TraceKind.Sleep, value: 100_000 - late),
        At(frame, 100_000 + late, TraceKind.WindowStart, 2, value: late),
        At(frame, 900_000 + late, TraceKind.WindowEnd, 2, value: late),
        At(frame, 900_000 + late, TraceKind.Sleep, value: 100_000 - late),
    ];

    private static TraceRecord At(
        uint frame, ulong nanoseconds, TraceKind kind, int subject = TraceRecord.Nobody, int detail = 0, uint value = 0) =>
        Record((frame * Frame) + nanoseconds, kind, subject, detail, value);
}
