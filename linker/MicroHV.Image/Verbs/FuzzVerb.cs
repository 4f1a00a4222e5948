// `microhv fuzz`: hostile bytes for everything that reads what a guest controls, on the host.
using System.CommandLine;
using System.CommandLine.Parsing;
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
    private const ulong DefaultCases = 100_000;
    private const ulong SecondsOfAWeek = 604_800;

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Option<string?> target = new("--target")
        {
            Description = $"Only this one: {string.Join(", ", FuzzTargets.All.Select(each => each.Name))}.",
            HelpName = "name",
        };
        _ = target.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(each => each.Name)]);
        Option<ulong?> cases = new("--cases")
        {
            Description = "Fresh cases of each target.",
            HelpName = "number",
            DefaultValueFactory = _ => DefaultCases,
            CustomParser = WholeNumber.Of("number of cases", 0, long.MaxValue),
        };
        Option<ulong?> seconds = new("--seconds")
        {
            Description = "End each target after this time, however many cases that was.",
            HelpName = "number",
            CustomParser = WholeNumber.Of("number of seconds", 1, SecondsOfAWeek),
        };
        Option<ulong?> seed = new("--seed")
        {
            Description = "Which fresh cases: the same seed gives the same.",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
            CustomParser = WholeNumber.Of("seed", 0, int.MaxValue),
        };
        Option<string?> replay = new("--replay")
        {
            Description = "Run one case, given in hexadecimal, of one target.",
            HelpName = "hex",
        };
        Option<string?> keep = new("--keep")
        {
            Description = "Write the shortest case of each way that a case went into this folder, a file for each target.",
            HelpName = "folder",
            CustomParser = ResolveFolder,
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
            if (result.GetResult(replay) is not null && result.GetResult(target) is null)
            {
                result.AddError("--replay needs --target: a case belongs to one target.");
            }
        });
        command.SetAction((result, cancellation) =>
        {
            IReadOnlyList<TargetDefinition> chosen =
                [.. FuzzTargets.All.Where(each => (result.GetValue(target) ?? each.Name) == each.Name)];
            return Task.FromResult(CheckVerb.Guard(() => result.GetValue(replay) is { } hex
                ? Replay(chosen[0], hex)
                : Run(chosen, Settings(result), result.GetValue(seconds), result.GetValue(keep), cancellation)));
        });
        return command;

        CampaignSettings Settings(ParseResult result) =>
            new((int)result.GetValue(seed)!.Value, (long)result.GetValue(cases)!.Value, Environment.ProcessorCount);
    }

    private static string? ResolveFolder(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (text.Length == 0 || File.Exists(text))
        {
            argument.AddError($"'{text}' names no folder; name one that exists or can be made");
            return null;
        }

        return Path.GetFullPath(text);
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
        ulong? seconds,
        string? keep,
        CancellationToken cancellation)
    {
        bool isGood = true;
        foreach (TargetDefinition definition in definitions)
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (seconds is ulong limit)
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

    private static void Keep(TargetDefinition definition, CampaignOutcome outcome, string? folder)
    {
        if (folder is null)
        {
            return;
        }

        _ = Directory.CreateDirectory(folder);
        IEnumerable<string> lines = outcome.Ways
            .OrderBy(way => way.Key, StringComparer.Ordinal)
            .Select(way => $"# {way.Key}\n{Convert.ToHexString(way.Value)}");
        File.WriteAllText(Path.Combine(folder, $"{definition.Name}.hex"), string.Join('\n', lines) + "\n");
    }
}
