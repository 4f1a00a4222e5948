// The door of this library: from the path of a system to its plan, or to everything that is wrong with it.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Planning;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions;

/// <summary>Loads systems.</summary>
public static class SystemBuilder
{
    /// <summary>Name of the description in a system's folder.</summary>
    public const string FileName = "system.toml";

    /// <summary>
    /// Reads the system at <paramref name="path"/> (its folder or its file), builds the projects that its partitions
    /// name, and plans and checks it.
    /// </summary>
    /// <param name="path">The folder or the file.</param>
    /// <param name="kernel">Where the kernel was linked.</param>
    /// <param name="projects">What builds the projects; null takes their images as they are.</param>
    /// <param name="traceBufferSizeBytes">Size of each CPU's trace if the description wants none; null leaves it without.</param>
    /// <exception cref="MissingToolException">A program that builds a project is not installed.</exception>
    public static LoadedSystem Load(
        string path, KernelLayout kernel, ProjectBuilder? projects, ulong? traceBufferSizeBytes = null)
    {
        string shown = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        Findings findings = new(shown);
        if (DescriptionText.TryRead(shown, out string problem) is not string text)
        {
            findings.Add("MHV0006", Place.Start, $"the file {problem}", $"name a system's folder or its {FileName}");
            return new LoadedSystem(null, findings.Sorted());
        }

        return Load(Path.GetFullPath(shown), text, kernel, projects, findings, traceBufferSizeBytes);
    }

    /// <summary>
    /// The names of the partitions that the description at <paramref name="path"/> has, as far as it can be read: no rule
    /// is asked, nothing is built, and what is wrong is not told.
    /// </summary>
    public static IReadOnlyList<string> PartitionNames(string path)
    {
        SystemFile? file = DescriptionText.TryRead(path, out _) is string text
            ? SystemFileReader.Read(path, text, new Findings(path))
            : null;
        return file is null
            ? []
            :
            [
                .. file.Partitions
                    .Select(partition => partition.Name?.Value ?? "")
                    .Where(name => OrderlyName.IsName(name, OrderlyName.MaxPartitionLength)),
            ];
    }

    /// <summary>
    /// As the other <c>Load</c>, from <paramref name="text"/> that belongs to the file at absolute <paramref
    /// name="path"/>.
    /// </summary>
    public static LoadedSystem Load(
        string path,
        string text,
        KernelLayout kernel,
        ProjectBuilder? projects,
        Findings findings,
        ulong? traceBufferSizeBytes = null)
    {
        SystemFile? file = SystemFileReader.Read(path, text, findings);
        if (file is null)
        {
            return new LoadedSystem(null, findings.Sorted());
        }

        projects?.Build(file, findings);
        Written<ulong>? trace = traceBufferSizeBytes is ulong size ? new(size, Place.Start) : null;
        SystemPlan plan = Planner.Plan(file, kernel, findings, trace);
        RuleBook.Apply(plan, findings);
        return new LoadedSystem(findings.HasErrors ? null : plan, findings.Sorted())
        {
            IncludedFiles = file.IncludedFiles,
        };
    }
}

/// <summary>What became of a system description.</summary>
/// <param name="Plan">The plan, or null if there is an error.</param>
/// <param name="Diagnostics">Everything that was found, by place.</param>
public sealed record LoadedSystem(SystemPlan? Plan, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The files that the description includes, directly or through others, in the order of their reading.</summary>
    public IReadOnlyList<SourceFile> IncludedFiles { get; init; } = [];

    /// <summary>How many findings of a severity there are.</summary>
    public int CountOf(Severity severity) => Diagnostics.Count(diagnostic => diagnostic.Severity == severity);
}
