// A planned system on a chosen machine.
using System.Security.Cryptography;
using MicroHV.Image.Images;
using MicroHV.Image.Traces;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Verbs;

/// <summary>Makes the image of a plan, boots it, and judges the run by what the plan expects. Prints nothing.</summary>
internal sealed class SystemLaunch
{
    private SystemSources? _sources;

    /// <summary>The system.</summary>
    public required SystemPlan Plan { get; init; }

    /// <summary>The bytes of kernel.elf.</summary>
    public required ReadOnlyMemory<byte> Kernel { get; init; }

    /// <summary>The machine.</summary>
    public required Machines.Machine Machine { get; init; }

    /// <summary>Who loads the image.</summary>
    public required BootPath BootPath { get; init; }

    /// <summary>How long the kernel runs.</summary>
    public required FrameLimit Limit { get; init; }

    /// <summary>True to keep the folder of the run.</summary>
    public bool KeepFolder { get; init; }

    /// <summary>Called with what is being done, before work that takes time.</summary>
    public Action<string>? Announce { get; init; }

    /// <summary>The debugger's part, or null to run without one.</summary>
    public DebugSession? Debugging { get; init; }

    /// <summary>File for the trace; null keeps none, though what the system expects of its windows is judged all the same.</summary>
    public string? TracePath { get; init; }

    /// <summary>Most nanoseconds by which a window may be late; null judges what the system expects.</summary>
    public ulong? WindowBound { get; init; }

    /// <summary>Line numbers of what runs.</summary>
    public SystemSources Sources => _sources ??= PlanSources.Of(Plan, Kernel);

    /// <summary>Runs it.</summary>
    /// <param name="observer">Sees every event when it comes.</param>
    /// <param name="cancellation">Interrupts the run.</param>
    public async Task<(RunResult Result, RunReport Report)> RunAsync(
        Action<TranscriptEvent> observer, CancellationToken cancellation)
    {
        uint traceKey = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        SystemImage image = SystemImage.Build(Plan, Kernel, new BlobOptions
        {
            FrameLimit = Limit.Frames,
            Options = SystemOptions.StopWhenAllIdle,
            TraceKey = IsTraced ? traceKey : 0,
        });
        using RunFolder files = new();
        string? iso = BootPath == BootPath.Direct ? null : files.PathOf("system.iso");
        TraceCollector? trace = IsTraced ? Collector(image, traceKey, TracePath ?? files.PathOf(TraceFile.Name)) : null;
        if (iso is not null)
        {
            Announce?.Invoke("writing the ISO");
            IsoImage.Write(iso, image.Elf);
        }

        RunSettings settings = new()
        {
            BootPath = BootPath,
            Guard = Debugging is null
                ? RunSettings.GuardFor(Machine, BootPath, Limit.MachineTime(Plan.Schedule.MajorFrameNanoseconds))
                : Timeout.InfiniteTimeSpan,
            Companion = Debugging is null ? null : Debugging.RunAsync,
            Trace = trace,
            KeepFolder = KeepFolder,
            ExpectedResets = (int)Math.Min(Plan.ExpectedResets, int.MaxValue - 1),
        };
        string[] names = [.. Plan.Partitions.Select(partition => partition.Name)];
        RunResult result =
            await MachineRun.RunAsync(Machine, ToBoot(image, iso), names, settings, observer, cancellation);
        RunReport report = RunReport.Of(Plan.Name, Machine, result, Expected(), Sources, Health);
        return (result, trace is null ? report : report.With(TraceReport.Of(trace, Bound)));
    }

    private ulong? Bound => WindowBound ?? Plan.WindowBound?.Value;

    private bool IsTraced => Plan.Trace.PagesPerCpu != 0 && (TracePath is not null || Bound is not null);

    private TraceCollector Collector(SystemImage image, uint key, string path) => new(
        new TraceShape((int)Plan.Machine.CpuCount, (int)Plan.Trace.PagesPerCpu, key),
        path,
        boot => TraceDescriptions.Of(Plan, image.Blob, Machine.Title, boot));

    private BootImage ToBoot(SystemImage image, string? isoPath) => new()
    {
        CpuCount = (int)Plan.Machine.CpuCount,
        MemorySizeBytes = image.MemorySizeBytes,
        Elf = image.Elf,
        Flat = image.Flat,
        LoadAddress = image.LoadAddress,
        PvhEntry = image.PvhEntry,
        Writable = image.Writable,
        MayReset = image.MayReset,
        Watchdog = image.Watchdog,
        IsoPath = isoPath,
    };

    /// <summary>What the plan says about health.</summary>
    public HealthContext Health => PlanHealth.Of(Plan);

    private Expectation Expected() => new()
    {
        LimitIsExpected = Limit.IsAskedFor,
        Resets = (int)Math.Min(Plan.ExpectedResets, int.MaxValue - 1),
        Errors = [.. Plan.ExpectedErrors.Select(error => new ExpectedError(error.PartitionName, error.Error))],
        Restarts = Plan.ExpectedRestarts.ToDictionary(restarts => restarts.Value.Name, restarts => restarts.Value.Count),
        Schedule = Plan.ExpectedSchedule is { } schedule
            ? new ExpectedSchedule(schedule.Value, [.. Plan.Schedules.Select(item => item.Name)])
            : null,
    };
}
