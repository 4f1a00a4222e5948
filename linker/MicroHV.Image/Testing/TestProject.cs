// One test project: its program, and a run of it.
using System.Diagnostics;
using System.Xml;
using System.Xml.Linq;

namespace MicroHV.Image.Testing;

/// <summary>One test project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Assembly">What the build made of it.</param>
internal sealed record TestProject(string Name, string Assembly)
{
    // Lines of xunit that say only that it works.
    private static readonly string[] _noise =
        ["  Discovering:", "  Discovered:", "  Starting:", "  Finished:", "=== TEST EXECUTION SUMMARY"];

    /// <summary>All test projects of the repository, which are called so, whose names contain <paramref name="part"/>.</summary>
    public static IReadOnlyList<TestProject> All(string part) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path).Contains(part, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(Of),
    ];

    /// <summary>The part of its name that no other project has.</summary>
    public string ShortName => Name.Split('.')[1];

    /// <summary>Runs the tests of <paramref name="stage"/>, with their output as it comes.</summary>
    public async Task<TestCounts> RunAsync(TestStage stage, TextWriter output, CancellationToken cancellation)
    {
        string results = Path.Combine(
            Directory.CreateDirectory(Path.Combine(Repository.Root, "out", "tests")).FullName,
            $"{Name} {stage.Name}.xml");
        File.Delete(results);
        ProcessStartInfo start = new("dotnet", [Assembly, "-noColor", "-noLogo", .. stage.Filter, "-result-xml", results])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        using Process process = Process.Start(start)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (!IsNoise(line))
                {
                    await output.WriteLineAsync(line);
                }
            }

            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return Count(results, process.ExitCode);
    }

    private static TestProject Of(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return new TestProject(
            name, Path.Combine(Path.GetDirectoryName(path)!, "bin", "Release", "net10.0", $"{name}.dll"));
    }

    private bool IsNoise(string line) =>
        line.StartsWith($"   {Name}  Total:", StringComparison.Ordinal)
        || _noise.Any(noise => line.StartsWith(noise, StringComparison.Ordinal));

    // A program that failed without a failed test in its results died on the way.
    private static TestCounts Count(string results, int exitCode)
    {
        if (!File.Exists(results))
        {
            return TestCounts.Broken;
        }

        try
        {
            TestCounts counts = TestCounts.From(XDocument.Load(results));
            return exitCode != 0 && counts.Failed == 0 ? counts + TestCounts.Broken : counts;
        }
        catch (XmlException)
        {
            return TestCounts.Broken;
        }
    }
}
