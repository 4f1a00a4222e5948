// Everything that can be typed after `microhv`.
using System.CommandLine;
using MicroHV.Image.Completion;
using MicroHV.Image.Help;
using MicroHV.Image.Verbs;

namespace MicroHV.Image;

/// <summary>The command line of <c>microhv</c>: one verb, one file.</summary>
internal static class CommandLine
{
    /// <summary>The command with all its verbs.</summary>
    public static RootCommand Create()
    {
        RootCommand root = new("MicroHV: one static description of a system, hardware-enforced partitions.")
        {
            CreateSystemVerb.Create(),
            CreatePartitionVerb.Create(),
            CheckVerb.Create(),
            ShowVerb.Create(),
            BuildVerb.Create(),
            EvidenceVerb.Create(),
            RunVerb.Create(),
            TraceVerb.Create(),
            BenchVerb.Create(),
            TestVerb.Create(),
            CoverageVerb.Create(),
            FuzzVerb.Create(),
            InjectVerb.Create(),
            DoctorVerb.Create(),
            SchemaVerb.Create(),
            CompletionVerb.Create(),
        };
        HelpWithExamples.AddTo(root);
        SuggestAction.AddTo(root);
        return root;
    }
}
