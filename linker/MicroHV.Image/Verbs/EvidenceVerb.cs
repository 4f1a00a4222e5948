// `microhv evidence`: what a build is made of, what it makes, and what was checked of it.
using System.CommandLine;
using MicroHV.Image.Diagnostics;
using MicroHV.Image.Evidence;
using MicroHV.Image.Help;
using MicroHV.Image.Images;
using MicroHV.Machines;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>evidence</c>: the file that <c>build</c> leaves beside the others, without the others.</summary>
internal static class EvidenceVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> system = SystemArgument.Create();
        Option<string?> output = FileOption.Create(
            "File for the evidence; without it, standard output.", "--output", "-o");
        Verb verb = new(
            "evidence",
            "Write what a build is made of, every rule with its verdict, and what the nested tables map, as JSON.",
            new("evidence mine", "the evidence of a system"),
            new("evidence mine -o evidence.json", "the same in a file, to keep or to compare"))
        {
            system, output,
        };
        verb.SetAction(arguments => CheckVerb.Guard(
            () => Run(arguments.GetRequiredValue(system), arguments.GetValue(output))));
        return verb;
    }

    private static int Run(string path, string? output)
    {
        SystemSource source = SystemSource.Load(path);
        DiagnosticPrinter.Print(source.System);
        if (source.System.Plan is not SystemPlan plan)
        {
            return ExitCode.Failed;
        }

        SystemImage image = SystemImage.Build(plan, source.KernelElf, new BlobOptions());
        string text = EvidenceCollector.Text(source, EvidenceCollector.Outputs(source, image));
        if (output is null)
        {
            Console.Out.Write(text);
        }
        else
        {
            ReportFile.WriteText(output, text);
        }

        return ExitCode.Good;
    }
}
