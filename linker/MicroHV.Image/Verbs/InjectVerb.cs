// `microhv inject`: faults by the thousand, and what becomes of each.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MicroHV.Campaigns.Running;
using MicroHV.Image.Help;
using MicroHV.Image.Injection;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>inject</c>.</summary>
internal static class InjectVerb
{
    private const int MaxShards = 100_000;

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> campaign = CampaignArgument();
        Option<ulong?> run = new("--run")
        {
            Description = "Make this run alone and show all of it; nothing is kept.",
            HelpName = "number",
            CustomParser = WholeNumber.Of("number of a run", 1, long.MaxValue),
        };
        Option<string?> lane = new("--lane") { Description = "With --run: only on this lane.", HelpName = "name" };
        _ = lane.AcceptOnlyFromAmong([.. CampaignLanes.All.Select(each => each.Name)]);
        Option<bool> gdb = new("--gdb")
        {
            Description = "With --run: on QEMU, stop when the fault is in the machine and wait for gdb; prints gdb's command line.",
        };
        Option<string?> store = FileOption.Create("Where runs are kept; out/NAME-DIGEST.db beside the campaign, if not here.", "--store");
        Option<string?> shard = new("--shard")
        {
            Description = "Only a part of the runs: 3/16 is the third of sixteen.",
            HelpName = "part",
        };
        shard.Validators.Add(result =>
        {
            if (ShardOf(result.Tokens[0].Value) is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' is no part; write for example 3/16");
            }
        });
        Option<string[]> merge = new("--merge")
        {
            Description = "Take the runs of this store; may be given several times. Nothing is run.",
            HelpName = "file",
        };
        merge.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !File.Exists(token.Value)))
            {
                result.AddError($"there is no store '{token.Value}'");
            }
        });
        Option<string?> report = FileOption.Create("Write the report as one HTML file that needs no other.", "--report");
        Option<string?> json = FileOption.Create("Write the report as JSON.", "--json");
        Option<string?> junit = FileOption.Create("Write the expectations as JUnit XML.", "--junit");
        Verb verb = new(
            "inject",
            "Inject faults into a system, run after run, and say what became of each.",
            new("inject qemu/campaigns/smoke.toml", "every run of a campaign that its store lacks, and a summary"),
            new("inject qemu/campaigns/smoke.toml --report report.html", "the same, and a report to read"),
            new("inject qemu/campaigns/smoke.toml --run 1234 --lane model-vtx", "one run again, with everything that it left"),
            new("inject qemu/campaigns/smoke.toml --shard 3/16 --store 3.db", "a part of the runs, on one of several machines"))
        {
            campaign, run, lane, gdb, store, shard, merge, report, json, junit,
        };
        verb.Validators.Add(result =>
        {
            Option[] others = [store, shard, merge, report, json, junit];
            bool isOne = result.GetResult(run) is not null;
            if (isOne && others.Any(option => result.GetResult(option) is not null))
            {
                result.AddError("--run makes one run and keeps nothing; leave the other options out");
            }

            if (!isOne && result.GetResult(lane) is not null)
            {
                result.AddError("--lane needs --run: which lanes a campaign has stands in its file");
            }

            if (result.GetResult(gdb) is not null && (!isOne || result.GetResult(lane) is not null))
            {
                result.AddError("--gdb needs --run and no --lane: it is for one run on QEMU");
            }

            if (result.GetResult(merge) is not null && result.GetResult(shard) is not null)
            {
                result.AddError("--merge runs nothing; leave --shard out");
            }
        });
        verb.SetAction((arguments, cancellation) => Task.FromResult(CheckVerb.Guard(() =>
        {
            CampaignLaunch launch = new(arguments.GetRequiredValue(campaign));
            if (arguments.GetValue(run) is ulong number)
            {
                return arguments.GetValue(gdb) ? launch.Debug((long)number) : launch.Repeat((long)number, arguments.GetValue(lane));
            }

            CampaignOutputs outputs = new(arguments.GetValue(report), arguments.GetValue(json), arguments.GetValue(junit));
            Shard part = arguments.GetValue(shard) is { } text ? ShardOf(text)!.Value : Shard.Whole;
            return launch.Run(arguments.GetValue(store), part, arguments.GetValue(merge) ?? [], outputs, cancellation);
        })));
        return verb;
    }

    private static Argument<string> CampaignArgument()
    {
        Argument<string> campaign = new("campaign") { Description = "The campaign file.", HelpName = "file" };
        campaign.Validators.Add(result =>
        {
            if (!File.Exists(result.Tokens[0].Value))
            {
                result.AddError($"there is no campaign file '{result.Tokens[0].Value}'");
            }
        });
        return campaign;
    }

    private static Shard? ShardOf(string text)
    {
        string[] numbers = text.Split('/');
        return numbers.Length == 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index >= 1 && index <= count && count <= MaxShards
                ? new Shard(index, count)
                : null;
    }
}
