// `microhv trace`: what happened in a run, when, and to whom.
using System.CommandLine;
using System.CommandLine.Parsing;
using MicroHV.Image.Completion;
using MicroHV.Image.Help;
using MicroHV.Image.HtmlPages;
using MicroHV.Image.TextPages;
using MicroHV.Image.Traces;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>trace</c>.</summary>
internal static class TraceVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> source = SourceArgument();
        Option<ulong[]> cpu = new("--cpu")
        {
            Description = "Only what happened on this CPU; may be given several times.",
            HelpName = "number",
            CustomParser = Numbers,
        };
        Option<string[]> partition = new("--partition")
        {
            Description = "Only what is about this partition; may be given several times.",
            HelpName = "name",
        };
        partition.CompletionSources.Add(context => PartitionNames.Of(context, source));
        Option<string[]> kind = new Option<string[]>("--kind")
        {
            Description = "Only records of this kind; may be given several times.",
        }.AcceptOnlyFromAmong([.. TraceWords.Kinds.Keys]);
        Option<ulong?> from = TimeOption("--from", "Only from this module time on, for example 20ms.");
        Option<ulong?> to = TimeOption("--to", "Only before this module time.");
        Option<ulong?> bound = TimeOption(
            "--window-bound", "With the summary: fail unless every window began and ended within this time.");
        Option<bool> summary = new("--summary")
        {
            Description = "Print numbers: whose time it was, why guests stopped, how late windows began and ended.",
        };
        Option<bool> json = new("--json") { Description = "Print the same as JSON." };
        Option<string?> perfetto = FileOption.Create(
            "Write the trace for ui.perfetto.dev or chrome://tracing, and print nothing.", "--perfetto");
        Option<string?> html = FileOption.Create(
            "Write the timeline as one HTML file that needs no other, and print nothing.", "--html");
        Verb verb = new(
            "trace",
            "Show the trace of a run: every window, exit, hypercall, injection, error and sleep.",
            new("trace mine", "the records of the last run with --trace, a line each"),
            new("trace mine --partition greeter --kind exit --kind hypercall --from 20ms --to 30ms", "some of them"),
            new("trace mine --summary --window-bound 200us", "in numbers, and whether every window came on time"),
            new("trace mine --html timeline.html", "as a picture, in one HTML file"),
            new("trace mine --perfetto trace.json", "for the Perfetto UI"))
        {
            source, cpu, partition, kind, from, to, summary, bound, json, perfetto, html,
        };
        verb.Validators.Add(result =>
        {
            Option[] outputs = [json, perfetto, html];
            if (outputs.Count(option => result.GetResult(option) is not null) > 1)
            {
                result.AddError("--json, --perfetto and --html each are an output; ask for one of them");
            }

            Option[] files = [perfetto, html];
            Option[] choices = [partition, kind];
            if (choices.Any(option => result.GetResult(option) is not null)
                && files.Append(summary).Any(option => result.GetResult(option) is not null))
            {
                result.AddError("--partition and --kind choose what is printed line by line; all else needs every record");
            }

            if (result.GetResult(summary) is not null && files.Any(option => result.GetResult(option) is not null))
            {
                result.AddError("--perfetto and --html write all there is; leave --summary out");
            }

            if (result.GetResult(bound) is not null && result.GetResult(summary) is null)
            {
                result.AddError("--window-bound is judged by the summary; add --summary");
            }
        });
        verb.SetAction(arguments => CheckVerb.Guard(() =>
        {
            TraceFilter filter = new()
            {
                Cpus = [.. (arguments.GetValue(cpu) ?? []).Select(number => (int)number)],
                Partitions = arguments.GetValue(partition) ?? [],
                Kinds = [.. (arguments.GetValue(kind) ?? []).Select(word => TraceWords.Kinds[word])],
                FromNanoseconds = arguments.GetValue(from),
                ToNanoseconds = arguments.GetValue(to),
            };
            Trace trace = filter.Apply(TraceLookup.Read(arguments.GetRequiredValue(source)));
            return arguments.GetValue(perfetto) is { } perfettoPath ? WritePerfetto(perfettoPath, trace)
                : arguments.GetValue(html) is { } htmlPath ? WriteHtml(htmlPath, trace)
                : arguments.GetValue(summary) ? Summarize(trace, arguments.GetValue(bound), arguments.GetValue(json))
                : Print(trace, arguments.GetValue(json));
        }));
        return verb;
    }

    private static Argument<string> SourceArgument()
    {
        Argument<string> source = new("trace")
        {
            Description = "A trace, the folder of a run that was kept, or a system that was run with --trace.",
            HelpName = "file|folder",
        };
        source.Validators.Add(result =>
        {
            string path = result.Tokens[0].Value;
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                result.AddError($"there is no '{path}'; name a trace, the folder of a run, or a system");
            }
        });
        source.CompletionSources.Add(context => SystemFolders.BeginningWith(
            context.ParseResult.GetResult(source)?.Tokens.FirstOrDefault()?.Value ?? ""));
        return source;
    }

    private static Option<ulong?> TimeOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = TimeValue.Parse,
    };

    private static ulong[] Numbers(ArgumentResult argument)
    {
        List<ulong> numbers = [];
        foreach (Token token in argument.Tokens)
        {
            if (ulong.TryParse(token.Value, out ulong number) && number < CpuRecord.MaxCpus)
            {
                numbers.Add(number);
            }
            else
            {
                argument.AddError($"'{token.Value}' is no CPU; write a number from 0 to {CpuRecord.MaxCpus - 1}");
            }
        }

        return [.. numbers];
    }

    private static int Print(Trace trace, bool asJson)
    {
        if (asJson)
        {
            Console.Out.Write(ReportFile.Text(EventReport.Of(trace)));
        }
        else
        {
            EventPrinter.Print(PageWriter.OnStandardOutput(), trace);
        }

        return ExitCode.Good;
    }

    private static int Summarize(Trace trace, ulong? bound, bool asJson)
    {
        TraceSummary summary = TraceSummary.Of(trace, bound);
        if (asJson)
        {
            Console.Out.Write(ReportFile.Text(summary));
        }
        else
        {
            SummaryPage.Print(PageWriter.OnStandardOutput(), summary);
        }

        return summary.Verdict is { IsProven: false } ? ExitCode.Failed : ExitCode.Good;
    }

    private static int WritePerfetto(string path, Trace trace)
    {
        using MemoryStream text = new();
        ChromeTrace.Write(text, trace);
        ReportFile.WriteText(path, System.Text.Encoding.UTF8.GetString(text.ToArray()));
        return ExitCode.Good;
    }

    private static int WriteHtml(string path, Trace trace)
    {
        ReportFile.WriteText(path, TimelinePage.Write(trace));
        return ExitCode.Good;
    }
}
