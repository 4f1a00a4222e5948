// One run of a system, from its description to the report.
using MicroHV.Image.Diagnostics;
using MicroHV.Image.Images;
using MicroHV.Image.Pages;
using MicroHV.Image.Tools;
using MicroHV.Image.Traces;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Verbs;

/// <summary>What <c>microhv run</c> does.</summary>
internal sealed class SystemRun
{
    /// <summary>What <see cref="DebuggedName"/> is for the kernel.</summary>
    public const string Kernel = "kernel";

    // Some 65,000 records of each CPU.
    private const ulong DefaultTraceSizeBytes = 1 << 20;

    /// <summary>Path of the description.</summary>
    public required string SystemPath { get; init; }

    /// <summary>"auto", "qemu" or "bochs".</summary>
    public required string MachineName { get; init; }

    /// <summary>The vendor that the user wants.</summary>
    public required Vendor Vendor { get; init; }

    /// <summary>Limit of machine time, if given.</summary>
    public required ulong? LimitNanoseconds { get; init; }

    /// <summary>Limit of major frames, if given.</summary>
    public required ulong? LimitFrames { get; init; }

    /// <summary>Where the report goes, if it is wanted.</summary>
    public required string? ReportPath { get; init; }

    /// <summary>True to keep the folder of the run.</summary>
    public required bool KeepFolder { get; init; }

    /// <summary>Who loads the image.</summary>
    public required BootPath BootPath { get; init; }

    /// <summary>Name of the partition whose console is attached, or null to see all of them.</summary>
    public required string? ConsoleName { get; init; }

    /// <summary>What is debugged: "kernel" or the name of a partition; null to run without a debugger.</summary>
    public required string? DebuggedName { get; init; }

    /// <summary>Whether the trace is kept.</summary>
    public required bool IsTraced { get; init; }

    /// <summary>File for the trace; null for the one in the system's folder.</summary>
    public required string? TracePath { get; init; }

    /// <summary>Most nanoseconds by which a window may be late, if given.</summary>
    public required ulong? WindowBound { get; init; }

    /// <summary>Runs the system.</summary>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        SystemSource source = SystemSource.Load(SystemPath, MustTrace ? DefaultTraceSizeBytes : null);
        if (cancellation.IsCancellationRequested)
        {
            // Compilers are interrupted too; what they say then is nobody's error.
            return ExitCode.Interrupted;
        }

        DiagnosticPrinter.Print(source.System);
        if (source.System.Plan is not SystemPlan plan)
        {
            return ExitCode.Failed;
        }

        string? impossible = UnknownName(plan) ?? UndebuggableCpus(plan);
        if (impossible is not null)
        {
            Console.Error.WriteLine($"microhv: {impossible}");
            return ExitCode.Usage;
        }

        Vendor vendor = Vendor == Vendor.Any ? plan.Machine.Vendor : Vendor;
        (Machines.Machine? machine, string? refusal) = DebuggedName is null
            ? MachineChoice.Choose(MachineName, vendor, BootPath)
            : MachineChoice.ChooseDebugged(MachineName, vendor, BootPath);
        if (machine is null)
        {
            Console.Error.WriteLine($"microhv: {refusal}");
            return ExitCode.Usage;
        }

        if (!new MachineInstaller(Console.Error).AreReady(new Lane(machine.Name, machine.Title, machine, BootPath)))
        {
            return ExitCode.ToolMissing;
        }

        return await RunAsync(machine, plan, source.KernelElf, cancellation);
    }

    private async Task<int> RunAsync(
        Machines.Machine machine, SystemPlan plan, ReadOnlyMemory<byte> kernel, CancellationToken cancellation)
    {
        string[] names = [.. plan.Partitions.Select(partition => partition.Name)];
        int? attached = ConsoleName is null ? null : Array.IndexOf(names, ConsoleName);
        SystemSources sources = PlanSources.Of(plan, kernel);
        FrameLimit limit = FrameLimit.Of(plan.Schedule.MajorFrameNanoseconds, LimitNanoseconds, LimitFrames);
        TimeSpan? progress = DebuggedName is null ? limit.MachineTime(plan.Schedule.MajorFrameNanoseconds) : null;
        using RunOutput output = new(names, sources, PlanHealth.Of(plan), attached, ReportPath == ReportFile.StandardOutput, progress);
        SystemLaunch launch = new()
        {
            Plan = plan,
            Kernel = kernel,
            Machine = machine,
            BootPath = BootPath,
            Limit = limit,
            KeepFolder = KeepFolder,
            TracePath = TraceFileOf(plan),
            WindowBound = WindowBound,
            Announce = work => Console.Error.WriteLine($"microhv: {work}"),
            Debugging = DebuggedName is null ? null : Debugging(plan, kernel, output),
        };
        output.PrintAside($"{plan.Name} on {machine.Title}");
        if (plan.HardwareWatchdog is not null && machine is not QemuMachine)
        {
            output.PrintAside($"{machine.Title} has no ib700: nothing resets it if the kernel hangs");
        }

        (RunResult result, RunReport report) = await launch.RunAsync(output.Print, cancellation);
        output.Finish(report, machine.Title);
        PrintTrace(output, launch.TracePath, report.Trace);
        if (result.FolderPath is { } folder)
        {
            Keep(folder, plan, sources, report, launch.TracePath);
            output.PrintAside($"the folder of the run is {folder}");
        }

        if (ReportPath is not null)
        {
            ReportFile.Write(ReportPath, report);
        }

        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : report.Outcome == Outcome.Pass ? ExitCode.Good
            : ExitCode.Failed;
    }

    // Beside what the machine left: what it said in words, what that was worth, and the images with their line numbers.
    private static void Keep(
        string folder, SystemPlan plan, SystemSources sources, RunReport report, string? tracePath)
    {
        if (tracePath is not null && report.Trace is { Problem: null })
        {
            File.Copy(tracePath, Path.Combine(folder, TraceFile.Name));
        }

        KeptRun.WriteTranscript(folder, [.. plan.Partitions.Select(partition => partition.Name)], sources, PlanHealth.Of(plan));
        ReportFile.Write(Path.Combine(folder, KeptRun.ReportName), report);
        string images = Directory.CreateDirectory(Path.Combine(folder, KeptRun.ImagesName)).FullName;
        File.Copy(Repository.KernelElf, Path.Combine(images, "kernel.elf"));
        foreach (PartitionPlan partition in plan.Partitions.Where(partition => partition.Image is not null))
        {
            File.Copy(partition.Image!.Path, Path.Combine(images, $"partition-{partition.Name}.elf"));
        }
    }

    private bool MustTrace => IsTraced || WindowBound is not null;

    // What is traced is kept: for whoever asked, for the folder of the run, and as the proof of what the system expects.
    private string? TraceFileOf(SystemPlan plan)
    {
        bool isKept = MustTrace || (plan.Trace.PagesPerCpu != 0 && (KeepFolder || plan.WindowBound is not null));
        if (!isKept)
        {
            return null;
        }

        string path = TracePath ?? TraceLookup.DefaultPath(SystemPath);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private static void PrintTrace(RunOutput output, string? path, TraceReport? trace)
    {
        if (trace is not { Problem: null })
        {
            return;
        }

        if (trace.Windows is { IsProven: true } windows)
        {
            output.PrintAside(windows.Sentence());
        }

        string lost = trace.Lost == 0 ? "none lost" : $"{trace.Lost} lost";
        output.PrintAside($"the trace is {path}: {Figures.Count(trace.Records, "record")}, {lost}");
    }

    private DebugSession Debugging(SystemPlan plan, ReadOnlyMemory<byte> kernel, RunOutput output)
    {
        PartitionPlan? partition = plan.Partitions.FirstOrDefault(item => item.Name == DebuggedName && DebuggedName != Kernel);
        return new DebugSession(
            PlanDebugging.Of(plan, kernel, partition),
            port =>
            {
                output.PrintAside($"{DebuggedName} stands before its first instruction; in another terminal:");
                output.PrintPlain(PlanDebugging.CommandLine(partition, port));
            });
    }

    // The bridge to gdb tells partitions apart by what one CPU does.
    private string? UndebuggableCpus(SystemPlan plan) => DebuggedName is null || plan.Machine.CpuCount == 1
        ? null
        : $"--gdb needs a system of one CPU, and this one has {plan.Machine.CpuCount}; put the partition on a system of its own";

    private string? UnknownName(SystemPlan plan)
    {
        string[] names = [.. plan.Partitions.Select(partition => partition.Name)];
        string? unknown = new[] { ConsoleName, DebuggedName == Kernel ? null : DebuggedName }
            .FirstOrDefault(name => name is not null && !names.Contains(name));
        return unknown is null
            ? null
            : $"there is no partition '{unknown}'; did you mean '{NearestName.Of(unknown, names)}'?";
    }
}
