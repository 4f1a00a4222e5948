// A campaign from its file to its summary.
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Campaigns.Reports;
using MicroHV.Campaigns.Running;
using MicroHV.Campaigns.Stores;
using MicroHV.Image.Authoring;
using MicroHV.Image.Evidence;
using MicroHV.Image.Images;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Image.TextPages;
using MicroHV.Image.Tools;
using MicroHV.Machines;
using MicroHV.Partitions;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Injection;

/// <summary>Reads the campaign, runs what its store lacks, and reports.</summary>
/// <param name="path">The campaign file.</param>
internal sealed class CampaignLaunch(string path)
{
    private readonly string _shown = SystemSource.ShownPath(Path.GetFullPath(path));

    /// <summary>Makes one run alone and prints everything about it.</summary>
    /// <param name="number">Which run.</param>
    /// <param name="laneName">Only on this lane; null for all of the campaign.</param>
    public int Repeat(long number, string? laneName)
    {
        if (Read() is not CampaignPlan plan)
        {
            return ExitCode.Failed;
        }

        LaneDefinition[] lanes = [.. plan.Lanes.Where(lane => (laneName ?? lane.Name) == lane.Name)];
        if (lanes.Length == 0)
        {
            Console.Error.WriteLine($"microhv: the campaign has no lane '{laneName}'");
            return ExitCode.Usage;
        }

        if (lanes.FirstOrDefault(lane => number > plan.RunsOn(lane)) is { } small)
        {
            Console.Error.WriteLine($"microhv: the campaign has {plan.RunsOn(small)} runs on {small.Name}");
            return ExitCode.Usage;
        }

        if (!AreReady(lanes))
        {
            return ExitCode.ToolMissing;
        }

        PageWriter page = PageWriter.OnStandardOutput();
        foreach (LaneDefinition lane in lanes)
        {
            RunPage.Print(page, plan, CampaignRunner.Repeat(plan, lane, number));
        }

        return ExitCode.Good;
    }

    /// <summary>Makes one run on QEMU, lets gdb look when its fault is in the machine, and prints what came of it.</summary>
    /// <param name="number">Which run.</param>
    public int Debug(long number)
    {
        if (Read() is not CampaignPlan plan)
        {
            return ExitCode.Failed;
        }

        LaneDefinition? definition = plan.Lanes.FirstOrDefault(lane => lane.Name == Lane.QemuSvm.Name);
        if (definition is null || number > plan.RunsOn(definition))
        {
            Console.Error.WriteLine(definition is null
                ? $"microhv: --gdb is for the lane {Lane.QemuSvm.Name}, and the campaign has not got it"
                : $"microhv: the campaign has {plan.RunsOn(definition)} runs on {definition.Name}");
            return ExitCode.Usage;
        }

        if (!new MachineInstaller(Console.Error).AreReady(Lane.QemuSvm with { Machine = new DebuggedMachine(QemuMachine.Tcg) }))
        {
            return ExitCode.ToolMissing;
        }

        PageWriter page = PageWriter.OnStandardOutput();
        using ShippedLane lane = CampaignLanes.CreateDebugged(plan, port =>
        {
            Console.WriteLine($"run {number} stands at its injection; in another terminal:");
            Console.WriteLine(PlanDebugging.CommandLine(null, port));
        });
        RunPage.Print(page, plan, CampaignRunner.Repeat(plan, definition, lane, number));
        return ExitCode.Good;
    }

    /// <summary>Runs what is missing, or merges, and reports.</summary>
    /// <param name="store">Where runs are kept; null for the usual place.</param>
    /// <param name="shard">Which runs.</param>
    /// <param name="merged">Stores to take runs from; if there are any, nothing is run.</param>
    /// <param name="outputs">Reports to write.</param>
    /// <param name="cancellation">Ends it; what is finished is kept.</param>
    public int Run(
        string? store, Shard shard, IReadOnlyList<string> merged, CampaignOutputs outputs, CancellationToken cancellation)
    {
        if (Read() is not CampaignPlan plan)
        {
            return ExitCode.Failed;
        }

        if (merged.Count == 0 && !AreReady(plan.Lanes))
        {
            return ExitCode.ToolMissing;
        }

        StoreIdentity identity = StoreIdentity.Of(plan, KernelOf(plan));
        string kept = store ?? UsualStore(plan, identity);
        using RunStore runs = RunStore.Open(kept, identity);
        foreach (string other in merged)
        {
            runs.Merge(other, identity);
        }

        if (merged.Count == 0 && !RunMissing(plan, runs, shard, cancellation))
        {
            Console.Error.WriteLine($"microhv: interrupted; the same command goes on from {SystemSource.ShownPath(kept)}");
            return ExitCode.Interrupted;
        }

        CampaignReport report = CampaignReport.Of(
            plan, identity.Digest, EvidenceVersions.Here.Tool, runs.Rows());
        outputs.Write(report, TypedCommand.Of("inject", _shown));
        SummaryPrinter.Print(PageWriter.OnStandardOutput(), report);
        bool isGood = shard.Count == 1 ? report.IsGood : report.Expectations.All(expectation => expectation.IsMet);
        return isGood ? ExitCode.Good : ExitCode.Failed;
    }

    private static byte[] KernelOf(CampaignPlan plan) =>
        plan.Lanes.Any(lane => CampaignLanes.MachineOf(lane) is not null) ? File.ReadAllBytes(Repository.KernelElf) : [];

    // Runs of another kernel or another text of the campaign stay where they are.
    private static string UsualStore(CampaignPlan plan, StoreIdentity identity)
    {
        const int ShownDigits = 8;
        string folder = Path.Combine(Path.GetDirectoryName(plan.Path)!, "out");
        _ = Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{plan.Name}-{identity.Digest[..ShownDigits]}.db");
    }

    private static bool RunMissing(CampaignPlan plan, RunStore runs, Shard shard, CancellationToken cancellation)
    {
        using CampaignProgressLine line = new();
        return new CampaignRunner(plan, runs, shard, Environment.ProcessorCount).Run(line.Show, cancellation);
    }

    private CampaignPlan? Read()
    {
        Findings findings = new(_shown);
        CampaignPlan? plan = CampaignReader.Read(Path.GetFullPath(path), findings, LoadSystem, CampaignLanes.All);
        foreach (Diagnostic finding in findings.Sorted())
        {
            Console.Error.WriteLine(finding);
        }

        return plan;
    }

    private static bool AreReady(IEnumerable<LaneDefinition> lanes) =>
        new MachineInstaller(Console.Error).AreReady([.. lanes.Select(CampaignLanes.MachineOf).OfType<Lane>()]);

    private static LoadedSystem LoadSystem(string system)
    {
        ProjectBuilder projects = new(Repository.Root)
        {
            Announce = project => Console.Error.WriteLine($"microhv: building {project}"),
        };
        return SystemBuilder.Load(SystemSource.ShownPath(system), ModelSystem.Layout, projects);
    }
}
