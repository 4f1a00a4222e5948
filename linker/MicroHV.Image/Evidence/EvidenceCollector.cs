// Puts the evidence of a build together.
using MicroHV.Image.Images;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Evidence;

/// <summary>Collects what is known of a build when all its outputs are there.</summary>
internal static class EvidenceCollector
{
    /// <summary>Name of the file beside the other outputs.</summary>
    public const string FileName = "system.evidence.json";

    private const int Format = 1;

    /// <summary>The evidence as text.</summary>
    /// <param name="source">The system, without errors, and its kernel.</param>
    /// <param name="outputs">What was made of it.</param>
    public static string Text(SystemSource source, IReadOnlyList<HashedFile> outputs)
    {
        SystemPlan plan = source.System.Plan ?? throw new ArgumentException("the system has errors", nameof(source));
        return ReportFile.Text(new BuildEvidence(
            Format,
            EvidenceVersions.Here,
            [.. Descriptions(source, plan), .. Images(plan), HashedFile.Of("kernel", "kernel.elf", source.KernelElf.Span)],
            outputs,
            RuleVerdict.Of(source.System),
            TableEvidence.Of(plan),
            WithoutPlace(SystemViews.Of(plan), plan)));
    }

    /// <summary>The outputs that every build has.</summary>
    public static IReadOnlyList<HashedFile> Outputs(SystemSource source, SystemImage image) =>
    [
        HashedFile.Of("output", "kernel.elf", source.KernelElf.Span),
        HashedFile.Of("output", "system.blob", image.Blob),
        HashedFile.Of("output", "system.elf", image.Elf),
    ];

    private static IEnumerable<HashedFile> Descriptions(SystemSource source, SystemPlan plan)
    {
        string folder = Path.GetDirectoryName(plan.Path)!;
        return source.System.IncludedFiles
            .Select(file => file.FullPath)
            .Distinct()
            .Prepend(plan.Path)
            .Select(path => HashedFile.At("description", Path.GetRelativePath(folder, path), path));
    }

    private static IEnumerable<HashedFile> Images(SystemPlan plan) =>
        from partition in plan.Partitions
        where partition.Image is not null
        let path = partition.Image!.Path
        select HashedFile.At("image", Path.GetFileName(path), path, partition.Name);

    // A system may lie in any folder, and an image in any other.
    private static SystemView WithoutPlace(SystemView view, SystemPlan plan) => view with
    {
        Name = Path.GetFileName(plan.Path),
        Partitions = [.. view.Partitions.Select(
            partition => partition with { Image = Path.GetFileName(partition.Image) })],
    };
}
