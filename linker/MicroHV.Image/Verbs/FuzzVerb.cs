// `microhv fuzz`: hostile bytes for everything that reads what a guest controls, on the host.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Targets;
using MicroHV.Image.Authoring;
using MicroHV.Image.Help;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>fuzz</c>.</summary>
internal static class FuzzVerb
{
    private const long DefaultCases = 100_000;

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Option<string?> target = new("--target")
        {
            Description = $"Only this one: {string.Join(", ", FuzzTargets.All.Select(each => each.Name))}.",
            HelpName = "name",
        };
        _ = target.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(each => each.Name)]);
        Option<long> cases = new("--cases")
        {
            Description = "Fresh cases of each target.",
            HelpName = "number",
            DefaultValueFactory = _ => DefaultCases,
        };
        Option<int?> seconds = new("--seconds")
        {
            Description = "End each target after this time, however many cases that was.",
            HelpName = "number",
        };
        Option<int> seed = new("--seed")
        {
            Description = "Which fresh cases: the same seed gives the same.",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
        };
        Option<string?> replay = new("--replay")
        {
            Description = "Run one case, given in hexadecimal, of one target.",
            HelpName = "hex",
        };
        Option<DirectoryInfo?> keep = new("--keep")
        {
            Description = "Write the shortest case of each way that a case went into this folder, a file for each target.",
            HelpName = "folder",
        };
        Verb command = new(
            "fuzz",
            "Run hostile bytes through everything in the kernel that reads what a guest controls, on this machine.",
            new("fuzz", "the corpus, and a hundred thousand fresh cases of each target"),
            new("fuzz --target length --cases 10000000", "one target for long"),
            new("fuzz --target walk --replay 0301", "one case again"))
        {
            target,
            cases,
            seconds,
            seed,
            replay,
            keep,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(replay) is not null && result.GetValue(target) is null)
            {
                result.AddError("--replay needs --target: a case belongs to one target.");
            }
        });
        command.SetAction((result, cancellation) =>
        {
            IReadOnlyList<TargetDefinition> chosen =
                [.. FuzzTargets.All.Where(each => (result.GetValue(target) ?? each.Name) == each.Name)];
            return Task.FromResult(result.GetValue(replay) is { } hex
                ? Replay(chosen[0], hex)
                : Run(chosen, Settings(result), result.GetValue(seconds), result.GetValue(keep), cancellation));
        });
        return command;

        CampaignSettings Settings(ParseResult result) =>
            new(result.GetValue(seed), result.GetValue(cases), Environment.ProcessorCount);
    }

    private static int Replay(TargetDefinition definition, string hex)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            Console.Error.WriteLine($"microhv: '{hex}' is not hexadecimal");
            return ExitCode.Usage;
        }

        using CaseRunner runner = new(definition);
        string? way = runner.Run(bytes, out string? failure);
        Console.WriteLine($"{definition.Name}: {way ?? failure}");
        return way is null ? ExitCode.Failed : ExitCode.Good;
    }

    private static int Run(
        IReadOnlyList<TargetDefinition> definitions,
        CampaignSettings settings,
        int? seconds,
        DirectoryInfo? keep,
        CancellationToken cancellation)
    {
        bool isGood = true;
        foreach (TargetDefinition definition in definitions)
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (seconds is int limit)
            {
                end.CancelAfter(TimeSpan.FromSeconds(limit));
            }

            IReadOnlyList<Finding> known = Campaign.ReplayCorpus(definition);
            long began = Stopwatch.GetTimestamp();
            CampaignOutcome outcome = Campaign.Run(definition, settings, end.Token);
            Print(definition, outcome, Stopwatch.GetElapsedTime(began));
            isGood &= PrintFindings([.. known, .. outcome.Findings]);
            Keep(definition, outcome, keep);
            if (cancellation.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
        }

        return isGood ? ExitCode.Good : ExitCode.Failed;
    }

    private static void Print(TargetDefinition definition, CampaignOutcome outcome, TimeSpan time) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{definition.Name,-10} {definition.Corpus.Count,5:N0} of the corpus, {outcome.Cases,11:N0} fresh cases, "
            + $"{outcome.Ways.Count,4:N0} ways, {outcome.Findings.Count} findings, {time.TotalSeconds:F0} s"));

    private static bool PrintFindings(IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            Console.WriteLine($"{finding.Target}: {finding.What}\n  {TypedCommand.Of(finding.Replay.Split(' '))}");
        }

        return findings.Count == 0;
    }

    private static void Keep(TargetDefinition definition, CampaignOutcome outcome, DirectoryInfo? folder)
    {
        if (folder is null)
        {
            return;
        }

        folder.Create();
        IEnumerable<string> lines = outcome.Ways
            .OrderBy(way => way.Key, StringComparer.Ordinal)
            .Select(way => $"# {way.Key}\n{Convert.ToHexString(way.Value)}");
        File.WriteAllText(Path.Combine(folder.FullName, $"{definition.Name}.hex"), string.Join('\n', lines) + "\n");
    }
}
