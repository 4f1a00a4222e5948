// Measures one lane.
using MicroHV.Image.Images;
using MicroHV.Image.Verbs;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Benches;

/// <summary>Runs the bench systems. Figures are instructions that an emulator counted, the same at every run.</summary>
internal static class Bench
{
    private const string TripsPath = "qemu/benches/trips";
    private const string SwitchPath = "qemu/benches/switch";
    private const string BoundsPath = "qemu/benches/bounds";
    private const string EndsPath = "qemu/benches/ends";
    private const string TaskPath = "qemu/benches/task";
    private const string RootPath = "qemu/benches/root";
    private const string LatenessPath = "qemu/benches/lateness";
    private const string DemoPath = "partitions/demo";
    private const ulong TraceBufferSizeBytes = 64 * 1024;
    private const uint VtxGoal = 400;
    private const uint QemuSvmGoal = 800;

    /// <summary>All figures of <paramref name="lane"/>.</summary>
    /// <exception cref="InvalidDataException">A bench system did not run as it should.</exception>
    public static async Task<LaneFigures> MeasureAsync(Lane lane, bool withProfile, CancellationToken cancellation)
    {
        SystemSource trips = Load(TripsPath);
        (RunResult result, RunReport report) =
            await LaunchOf(trips, lane.Machine, keepFolder: false).RunAsync(_ => { }, cancellation);
        RequirePass(report);
        string[] lines = report.Partitions.Single().Console.Split('\n');
        ulong firstEntry = Measurements.Start(lines) - result.Transcript.Boot!.Value.EpochTsc;
        IReadOnlyList<Trip> measured = Trip.Read(lines);
        string[] switches = await LinesAsync(SwitchPath, lane, cancellation);
        return new LaneFigures(
            lane.Name,
            lane.Title,
            GoalOf(lane),
            measured,
            Trip.Read(await LinesAsync(Load(TripsPath, TraceBufferSizeBytes), lane, cancellation)),
            withProfile ? await ProfileAsync(trips, lane, measured, cancellation) : [],
            Measurements.MedianOf(Measurements.After("switch", switches), "switch").Median,
            await WorstAsync(lane, switches, cancellation),
            await BootAsync(lane, firstEntry, cancellation));
    }

    // Each lane has a way to die that others lack: QEMU does task switches, and Bochs refuses bad roots, by themselves.
    private static async Task<IReadOnlyList<WorstCase>> WorstAsync(
        Lane lane, string[] switches, CancellationToken cancellation) =>
        WorstCase.Read(
            lane,
            [
                .. await LinesAsync(BoundsPath, lane, cancellation),
                .. switches,
                .. await LinesAsync(EndsPath, lane, cancellation),
                .. await LinesAsync(lane == Lane.QemuSvm ? RootPath : TaskPath, lane, cancellation),
            ]);

    // What the partitions of a system wrote.
    private static Task<string[]> LinesAsync(string path, Lane lane, CancellationToken cancellation) =>
        LinesAsync(Load(path), lane, cancellation);

    private static async Task<string[]> LinesAsync(SystemSource source, Lane lane, CancellationToken cancellation)
    {
        (_, RunReport report) = await RunAsync(source, lane, cancellation);
        return [.. report.Partitions.SelectMany(partition => partition.Console.Split('\n'))];
    }

    /// <summary>Runs a bench system, which must pass; within <paramref name="maxFrames"/> if there are any.</summary>
    /// <exception cref="InvalidDataException">It did not run as it should.</exception>
    internal static async Task<(RunResult Result, RunReport Report)> RunAsync(
        SystemSource source, Lane lane, CancellationToken cancellation, ulong? maxFrames = null)
    {
        if (source.System.Plan is null)
        {
            throw new InvalidDataException($"{source.System.Diagnostics[0]}");
        }

        (RunResult result, RunReport report) =
            await LaunchOf(source, lane.Machine, keepFolder: false, maxFrames).RunAsync(_ => { }, cancellation);
        RequirePass(report);
        return (result, report);
    }

    private static uint? GoalOf(Lane lane)
    {
        if (lane == Lane.BochsVtx)
        {
            return VtxGoal;
        }

        return lane == Lane.QemuSvm ? QemuSvmGoal : null;
    }

    private static async Task<BootFigures> BootAsync(Lane lane, ulong firstEntry, CancellationToken cancellation)
    {
        SystemSource demo = Load(DemoPath);
        (RunResult result, RunReport report) =
            await LaunchOf(demo, lane.Machine, keepFolder: false).RunAsync(_ => { }, cancellation);
        RequirePass(report);
        SystemImage image = SystemImage.Build(demo.System.Plan!, demo.KernelElf, new BlobOptions());
        BootRecord record = result.Transcript.Boot!.Value;
        ElfImage kernel = ElfImage.Read(demo.KernelElf, "kernel.elf");
        return BootFigures.Of(record, kernel, (ulong)image.Blob.Length, firstEntry);
    }

    // The same system, run once more with every instruction written down. Boot is left out: it is long, and not asked for.
    private static async Task<IReadOnlyList<ExitProfile>> ProfileAsync(
        SystemSource trips, Lane lane, IReadOnlyList<Trip> measured, CancellationToken cancellation)
    {
        KernelCode code = new(ElfImage.Read(trips.KernelElf, "kernel.elf"));
        string backend = lane.Machine.Vendor == Vendor.Intel ? "Vmx" : "Svm";
        ulong loop = code.AddressOf($"Root/VcpuLoop.Run<Backends_{backend}>");
        TracedMachine machine = new(lane.Machine, code.RangesOf(IsOfExits), loop);
        (RunResult result, RunReport report) =
            await LaunchOf(trips, machine, keepFolder: true).RunAsync(_ => { }, cancellation);
        try
        {
            RequirePass(report);
            // QEMU does not count the instruction that exits, for it is not completed; Bochs counts it.
            bool countsRequest = lane.Machine.Accelerator != Accelerator.Tcg;
            return ExitTrace.Profile(code, machine.Read(result.FolderPath!), measured, countsRequest);
        }
        finally
        {
            Directory.Delete(result.FolderPath!, recursive: true);
        }
    }

    private static bool IsOfExits(string function) =>
        !function.StartsWith("Host/", StringComparison.Ordinal)
        && !function.StartsWith("Config/Crc32C", StringComparison.Ordinal)
        && !function.StartsWith("Memory/PageTables", StringComparison.Ordinal)
        && !function.StartsWith("Memory/FramePool", StringComparison.Ordinal)
        && function is not ("cpu_inb" or "cpu_inl" or "cpu_outb" or "cpu_pause" or "cpu_clear_guest" or "cpu_copy_guest");

    /// <summary>How late windows begin on <paramref name="lane"/>.</summary>
    /// <exception cref="InvalidDataException">The bench system did not run as it should.</exception>
    public static async Task<LaneLateness> MeasureLatenessAsync(Lane lane, CancellationToken cancellation)
    {
        const ulong MaxFrames = 500_000;
        (_, RunReport report) = await LaunchOf(Load(LatenessPath), lane.Machine, keepFolder: false, MaxFrames)
            .RunAsync(_ => { }, cancellation);
        RequirePass(report);
        string[] lines = report.Partitions.First(partition => partition.Name == "meter").Console.Split('\n');
        return new LaneLateness(lane.Name, lane.Title, Lateness.Read(lines));
    }

    private static SystemSource Load(string path, ulong? traceBufferSizeBytes = null)
    {
        SystemSource source = SystemSource.Load(Path.Combine(Repository.Root, path), traceBufferSizeBytes);
        return source.System.Plan is null
            ? throw new InvalidDataException($"{path}: {source.System.Diagnostics[0]}")
            : source;
    }

    private static SystemLaunch LaunchOf(
        SystemSource source, Machines.Machine machine, bool keepFolder, ulong? maxFrames = null) => new()
    {
        Plan = source.System.Plan!,
        Kernel = source.KernelElf,
        Machine = machine,
        BootPath = BootPath.Direct,
        Limit = FrameLimit.Of(source.System.Plan!.Schedule.MajorFrameNanoseconds, null, maxFrames),
        KeepFolder = keepFolder,
    };

    private static void RequirePass(RunReport report)
    {
        if (report.Outcome != Outcome.Pass)
        {
            throw new InvalidDataException(
                $"{report.System} did not pass: {string.Join(' ', report.Reasons)} {report.Kernel.StopSentence}");
        }
    }
}
