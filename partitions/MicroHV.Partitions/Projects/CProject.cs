// Builds a partition written in C.
namespace MicroHV.Partitions.Projects;

/// <summary>A folder of C and assembly sources, linked with the C kit's start-up object and script.</summary>
internal static class CProject
{
    private const string InstallCommand = "sudo apt-get install gcc binutils";

    private const string RulesPattern = "*.d";

    private static readonly string[] _flags =
    [
        "-c", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fno-stack-protector", "-fno-pic",
        "-mno-red-zone", "-mcmodel=small", "-fno-asynchronous-unwind-tables", "-fcf-protection=none", "-nostdlib",
        "-g",
    ];

    /// <summary>What the image is made of: the folder, the kit, and headers from elsewhere.</summary>
    public static IEnumerable<string> Sources(string folder, string kits) =>
        SourceFiles.Below(folder).Concat(SourceFiles.Below(Kit(kits))).Concat(IncludedFiles(folder));

    /// <summary>
    /// Builds <paramref name="folder"/> to <paramref name="output"/>; returns the compiler's words if it fails.
    /// </summary>
    public static string? Build(string folder, string output, string kits)
    {
        string kit = Kit(kits);
        string objects = Objects(folder);
        _ = Directory.CreateDirectory(objects);
        foreach (string rules in Directory.EnumerateFiles(objects, RulesPattern))
        {
            File.Delete(rules);
        }

        _ = Directory.CreateDirectory(Path.GetDirectoryName(output)!);

        List<string> compiled = [];
        foreach (string source in Units(kit).Concat(Units(folder)))
        {
            string unit = Path.Combine(objects, $"{compiled.Count:D3}-{Path.GetFileName(source)}.o");
            string? failure = Run(
                "gcc",
                folder,
                [.. _flags, "-MMD", $"-ffile-prefix-map={folder}={SourcePrefix.Guest}",
                 $"-ffile-prefix-map={kit}={SourcePrefix.Repository}/partitions/kits/c",
                 "-I", kit, "-I", folder, "-o", unit, source]);
            if (failure is not null)
            {
                return failure;
            }

            compiled.Add(unit);
        }

        // ld writes a file piece by piece: only a whole one gets the name that others read.
        string partial = output + ".partial";
        string? refusal = Run(
            "ld",
            folder,
            ["-nostdlib", "-static", "-no-pie", "--build-id=none", "-z", "max-page-size=4096", "-z", "noexecstack",
             "-T", Path.Combine(kit, "kit.ld"), "-o", partial, .. compiled]);
        if (refusal is null)
        {
            File.Move(partial, output, true);
        }

        File.Delete(partial);
        return refusal;
    }

    // For each unit gcc leaves a rule of make with all files that it read.
    private static IEnumerable<string> IncludedFiles(string folder) =>
        Directory.Exists(Objects(folder))
            ? Directory.EnumerateFiles(Objects(folder), RulesPattern).SelectMany(MakeRule.Prerequisites)
            : [];

    private static string Objects(string folder) => Path.Combine(folder, "obj");

    private static string Kit(string kits) => Path.Combine(kits, "c");

    private static IEnumerable<string> Units(string folder) =>
        SourceFiles.Below(folder).Where(file => Path.GetExtension(file) is ".c" or ".S");

    private static string? Run(string program, string folder, IEnumerable<string> arguments)
    {
        (int exitCode, string output) = ToolProcess.Run(program, InstallCommand, folder, arguments, ("LC_ALL", "C"));
        return exitCode == 0 ? null : CompilerWords.FirstError(output);
    }
}
