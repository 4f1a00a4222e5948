// Builds the projects that partitions run, where they are older than their sources.
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Projects;

/// <summary>Builds C# projects with <c>dotnet build</c> and folders of C sources with gcc and ld.</summary>
/// <param name="repository">Absolute path of the repository's root, where the kits are.</param>
public sealed class ProjectBuilder(string repository)
{
    private readonly string _kits = Path.Combine(repository, "partitions", "kits");

    /// <summary>Called with what is being built, before a build that takes time.</summary>
    public Action<string>? Announce { get; init; }

    /// <summary>Builds every project of <paramref name="file"/> that is stale, each once.</summary>
    /// <exception cref="MissingToolException">A needed program is not installed.</exception>
    public void Build(SystemFile file, Findings findings)
    {
        Dictionary<string, bool> done = [];
        foreach (PartitionSection partition in file.Partitions)
        {
            if (partition.Project is not { } project)
            {
                continue;
            }

            string path = file.FullPathOf(project).TrimEnd('/');
            if (!done.TryGetValue(path, out bool isBuilt))
            {
                isBuilt = TryBuild(path, project, findings);
                done.Add(path, isBuilt);
            }

            partition.HasFailedProject = !isBuilt;
        }
    }

    private bool TryBuild(string path, Written<string> project, Findings findings)
    {
        bool isCSharp = path.EndsWith(".csproj", StringComparison.Ordinal);
        if (!(isCSharp ? File.Exists(path) : Directory.Exists(path)))
        {
            // The missing image is a rule's matter.
            return true;
        }

        string output = ProjectOutput.Of(path);
        IEnumerable<string> sources = isCSharp
            ? CSharpProject.Sources(path, repository, _kits)
            : CProject.Sources(path, _kits);
        if (!Staleness.IsStale(output, sources))
        {
            return true;
        }

        Announce?.Invoke(project.Value);
        string? failure = isCSharp ? CSharpProject.Build(path, repository) : CProject.Build(path, output, _kits);
        if (failure is not null)
        {
            findings.Add(
                "MHV0502", project.Place, $"project '{project.Value}' does not build: {failure}",
                "correct what the compiler says");
            return false;
        }

        if (!File.Exists(output))
        {
            string expected = Path.GetRelativePath(Path.GetDirectoryName(path)!, output);
            findings.Add(
                "MHV0503", project.Place, $"project '{project.Value}' was built but left no {expected}",
                "build it with a guest kit, which puts the image there");
            return false;
        }

        // A build that finds nothing to do leaves an old file; it is up to date all the same.
        File.SetLastWriteTimeUtc(output, DateTime.UtcNow);
        return true;
    }
}
