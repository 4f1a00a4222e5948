// The kernel's sources once more, elsewhere, with at most one fault in them.
using System.Diagnostics;
using MicroHV.Image;

namespace MicroHV.Machine.Tests.Faults;

/// <summary>
/// Builds what a fault is in: the kernel, or the kernel's logic for the host. What did not change since the last build is
/// not built again.
/// </summary>
internal static class FaultySources
{
    private static readonly string _folder = Path.Combine(Repository.Root, "out", "tests", "faults");

    private static readonly string[] _sources =
    [
        "kernel", "boot", "qemu/MicroHV.Model", "linker/kernel.ld", "linker/xmm-free-roots.txt", "Directory.Build.props",
        "Directory.Packages.props", ".editorconfig",
    ];

    /// <summary>The bytes of kernel.elf with <paramref name="fault"/>, or without any.</summary>
    public static byte[] BuildKernel(PlantedFault? fault)
    {
        Write(fault);
        Build("kernel/Kernel.csproj");
        return File.ReadAllBytes(Path.Combine(_folder, "out", "kernel", "kernel.elf"));
    }

    /// <summary>A folder with the tests of the kernel's logic, and a logic with <paramref name="fault"/>.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="tests">Name of the test project.</param>
    public static string BuildTests(PlantedFault fault, string tests)
    {
        Write(fault);
        Build("qemu/MicroHV.Model/MicroHV.Model.csproj");
        string output = Path.Combine("bin", "Release", "net10.0");
        string folder = Path.Combine(_folder, "tests");
        Copy(Path.Combine(Repository.Root, "tests", tests, output), folder);
        File.Copy(
            Path.Combine(_folder, "qemu", "MicroHV.Model", output, "MicroHV.Model.dll"),
            Path.Combine(folder, "MicroHV.Model.dll"),
            overwrite: true);
        return folder;
    }

    private static void Write(PlantedFault? fault)
    {
        foreach (string source in _sources)
        {
            Copy(Path.Combine(Repository.Root, source), Path.Combine(_folder, source));
        }

        if (fault is not null)
        {
            string path = Path.Combine(_folder, fault.File);
            string text = File.ReadAllText(path);
            File.WriteAllText(path, text.Replace(fault.Original, fault.Replacement, StringComparison.Ordinal));
        }
    }

    // What is equal keeps its time, and so is not compiled again.
    private static void Copy(string from, string to)
    {
        IEnumerable<string> files = File.Exists(from)
            ? [from]
            : Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !IsBuilt(Path.GetRelativePath(from, file)));
        foreach (string file in files)
        {
            string copy = File.Exists(from) ? to : Path.Combine(to, Path.GetRelativePath(from, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            byte[] bytes = File.ReadAllBytes(file);
            if (!File.Exists(copy) || !bytes.AsSpan().SequenceEqual(File.ReadAllBytes(copy)))
            {
                File.WriteAllBytes(copy, bytes);
            }
        }
    }

    private static bool IsBuilt(string path) => path.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    // The gates are those of the repository, as they were built there.
    private static void Build(string project)
    {
        string gates = Path.Combine(Repository.Root, "linker", "MicroHV.Gates");
        ProcessStartInfo start = new(
            "dotnet",
            [
                "msbuild", Path.Combine(_folder, project), "-restore", "-nologo", "-tl:off", "-v:quiet",
                "-clp:ErrorsOnly;NoSummary", "-nodeReuse:false", "-p:UseSharedCompilation=false",
                "-p:BuildProjectReferences=false", $"-p:GatesProject={gates}/MicroHV.Gates.csproj",
                $"-p:GatesDirectory={gates}/bin/Release/net10.0/",
            ])
        {
            RedirectStandardOutput = true,
        };
        using Process build = Process.Start(start)!;
        string errors = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, $"a fault must be one that compiles: {errors}");
    }
}
