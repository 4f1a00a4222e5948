// Builds a partition written in C#.
namespace MicroHV.Partitions.Projects;

/// <summary>A project that imports the C# guest kit, which does the work inside <c>dotnet build</c>.</summary>
internal static class CSharpProject
{
    private const string InstallCommand = "sudo apt-get install dotnet-sdk-10.0";

    // Freestanding.targets leaves it: the sources of the last build, one a line.
    private static readonly string _list = Path.Combine("obj", "native", "sources.txt");

    /// <summary>
    /// What the image is made of: the project's folder, the kit, what the kit takes from the kernel's folder, and what else
    /// the last build compiled.
    /// </summary>
    public static IEnumerable<string> Sources(string project, string repository, string kits) =>
        SourceFiles.Below(Path.GetDirectoryName(project)!)
            .Concat(SourceFiles.Below(Path.Combine(kits, "csharp")))
            .Concat(SourceFiles.Below(Path.Combine(repository, "kernel", "Abi")))
            .Concat(SourceFiles.Below(Path.Combine(repository, "kernel", "Runtime")))
            .Concat(Directory.EnumerateFiles(repository, "Directory.*.props"))
            .Concat(Compiled(Path.GetDirectoryName(project)!));

    /// <summary>
    /// Builds <paramref name="project"/> with the kit of <paramref name="repository"/>; returns the compiler's words if
    /// it fails.
    /// </summary>
    public static string? Build(string project, string repository)
    {
        (int exitCode, string output) = ToolProcess.Run(
            "dotnet",
            InstallCommand,
            Path.GetDirectoryName(project)!,
            [
                "build", "-c", "Release", "-v", "quiet", "-nologo", "-consoleLoggerParameters:NoSummary",
                $"-p:MicroHVRoot={repository.TrimEnd('/')}/", project,
            ]);

        // A build that is interrupted leaves what it had begun to link.
        string partial = ProjectOutput.Of(project) + ".partial";
        if (File.Exists(partial))
        {
            File.Delete(partial);
        }

        return exitCode == 0 ? null : CompilerWords.FirstError(output);
    }

    private static IEnumerable<string> Compiled(string folder)
    {
        string list = Path.Combine(folder, _list);
        return File.Exists(list) ? File.ReadAllLines(list).Select(source => Path.Combine(folder, source)) : [];
    }
}
