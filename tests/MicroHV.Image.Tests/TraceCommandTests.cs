// `microhv run --trace` and `microhv trace`, as a person and as a script sees them.
using System.Globalization;
using System.Text.Json;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed class TraceCommandTests : IDisposable
{
    private const string Demo = "partitions/demo";

    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-trace-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_run_leaves_a_trace_that_prints_filters_summarizes_and_exports()
    {
        string trace = Path.Combine(_folder, "demo.bin");
        string report = Path.Combine(_folder, "report.json");
        (int exitCode, string output) = Run(
            "run", Demo, "--frames", "20", "--trace", trace, "--window-bound", "100us", "--json", report);
        Assert.True(exitCode == 0, output);
        Assert.Contains("the trace proves that all ", output, StringComparison.Ordinal);
        Assert.Contains($"the trace is {trace}: ", output, StringComparison.Ordinal);
        JsonElement told = JsonDocument.Parse(File.ReadAllText(report)).RootElement.GetProperty("trace");
        Assert.Equal(0ul, told.GetProperty("lost").GetUInt64());
        Assert.True(told.GetProperty("windows").GetProperty("windows").GetInt32() >= 38);

        string[] windows = Lines("trace", trace, "--kind", "window-start", "--partition", "general");
        Assert.Equal(20, windows.Length);
        Assert.All(windows, line => Assert.Matches(@"^ +\d+\.\d{3}  0  general  window-start  [\d.]+us late$", line));
        double[] times = [.. windows.Select(line => double.Parse(line.AsSpan(0, 14), CultureInfo.InvariantCulture))];
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 9_900, 10_100));

        Assert.Single(Lines("trace", trace, "--kind", "window-start", "--partition", "general", "--from", "10ms", "--to", "20ms"));
        Assert.Contains("Exits", string.Concat(Lines("trace", trace, "--summary", "--window-bound", "100us")), StringComparison.Ordinal);
        (int tooLate, string verdict) = Run("trace", trace, "--summary", "--window-bound", "1ns");
        Assert.Equal(1, tooLate);
        Assert.Contains("the trace does not prove that every window began and ended within 0.001us", verdict, StringComparison.Ordinal);

        JsonElement events = JsonDocument.Parse(string.Concat(Lines("trace", trace, "--json", "--cpu", "0"))).RootElement;
        Assert.True(events.GetProperty("events").GetArrayLength() > 60);
        Assert.Equal("demo", events.GetProperty("description").GetProperty("system").GetString());
        foreach (string form in new[] { "--perfetto", "--html" })
        {
            string file = Path.Combine(_folder, form[2..]);
            Assert.Empty(Lines("trace", trace, form, file));
            Assert.True(new FileInfo(file).Length > 1000);
        }
    }

    [Fact]
    public void A_system_remembers_the_trace_of_its_last_run()
    {
        string system = Path.Combine(_folder, "copy");
        Directory.CreateDirectory(system);
        string text = File.ReadAllText(Path.Combine(Repository.Root, Demo, "system.toml"))
            .Replace("project = \"", $"project = \"{Path.Combine(Repository.Root, Demo)}/", StringComparison.Ordinal)
            .Replace("\"../", $"\"{Path.Combine(Repository.Root, "partitions")}/", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(system, "system.toml"), text);
        (int exitCode, string output) = Run("trace", system);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{system} has no trace yet; 'microhv run {system} --trace' writes one", output, StringComparison.Ordinal);
        Assert.Equal(0, Run("run", system, "--frames", "2", "--trace").ExitCode);
        Assert.NotEmpty(Lines("trace", system));
        Assert.NotEmpty(Lines("trace", system, "--summary"));
    }

    [Theory]
    [InlineData("no/such/trace", "there is no 'no/such/trace'; name a trace, the folder of a run, or a system", 2)]
    [InlineData("docs", "docs holds no trace.bin; 'microhv run SYSTEM --trace --keep' leaves one in the folder of the run", 1)]
    [InlineData("README.md", "README.md is no trace; name one, the folder of a run, or a system", 1)]
    public void What_is_no_trace_is_told_with_a_way_out(string path, string expected, int exitCode)
    {
        (int code, string output) = Run("trace", path);
        Assert.Equal((exitCode, $"microhv: {expected}"), (code, output.Split('\n')[0]));
    }

    [Theory]
    [InlineData("--json, --perfetto and --html each are an output", "--json", "--html", "x")]
    [InlineData("leave --summary out", "--summary", "--perfetto", "x")]
    [InlineData("add --summary", "--window-bound", "1ms")]
    [InlineData("needs every record", "--summary", "--kind", "exit")]
    public void Options_that_contradict_each_other_are_told(string expected, params string[] options)
    {
        (int exitCode, string output) = Run(["trace", Demo, .. options]);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static string[] Lines(params string[] arguments)
    {
        (int exitCode, string output) = Run(arguments);
        Assert.True(exitCode == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (int ExitCode, string Output) Run(params string[] arguments) =>
        MicroHVCommand.Run(Repository.Root, arguments);
}
