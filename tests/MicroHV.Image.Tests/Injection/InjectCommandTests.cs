// `microhv inject` as a person and as CI see it: findings, reports, and what survives whatever ends the command.
using System.Text.Json;
using System.Xml.Linq;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
public sealed class InjectCommandTests : IDisposable
{
    private const int Runs = 900;
    private const int Kills = 6;
    private const int ManyKills = 50;
    private const int WrongUsage = 2;
    private const int Interrupted = 130;

    private static readonly string _campaign = $"""
        system = "neighbours"
        lanes = ["model-vtx", "model-svm"]
        runs = {Runs}

        [[fault]]
        location = "register"

        [[fault]]
        location = "behaviour"

        [[fault]]
        location = "image"
        """;

    private readonly CampaignShell _shell = new(_campaign);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_bad_campaign_is_told_with_its_line_and_the_way_out()
    {
        _shell.Write(_campaign.Replace("\"register\"", "\"kernel-code\"", StringComparison.Ordinal));
        (int exitCode, string output) = Inject();
        Assert.Equal(1, exitCode);
        Assert.Contains("small.toml:6:12: MHV1005: model-vtx cannot inject 'kernel-code': ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "the campaign has not got it")]
    [InlineData("901", "the campaign has 900 runs on qemu-svm")]
    public void A_run_that_gdb_cannot_see_is_wrong_usage(string run, string reason)
    {
        if (run != "1")
        {
            _shell.Write(_campaign.Replace("\"model-vtx\"", "\"qemu-svm\"", StringComparison.Ordinal));
        }

        (int exitCode, string output) = Inject("--run", run, "--gdb");
        Assert.Equal(WrongUsage, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_have_the_same_facts()
    {
        (int exitCode, string output) = Inject("--report", PathOf("r.html"), "--json", PathOf("r.json"), "--junit", PathOf("r.xml"));
        Assert.True(exitCode == 0, output);
        Assert.Contains("met: isolation-violations none; 0 of ", output, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(PathOf("r.json"))).RootElement;
        Assert.Equal(2 * Runs, report.GetProperty("total").GetProperty("total").GetInt32());
        Assert.Equal(
            2 * Runs, report.GetProperty("total").GetProperty("classes").EnumerateObject().Sum(each => each.Value.GetProperty("count").GetInt32()));
        Assert.Equal("0", XElement.Parse(File.ReadAllText(PathOf("r.xml"))).Element("testsuite")!.Attribute("failures")!.Value);
        string page = File.ReadAllText(PathOf("r.html"));
        JsonElement[] notable = [.. report.GetProperty("notable").EnumerateArray()];
        Assert.NotEmpty(notable);
        Assert.All(notable, row => Assert.Contains(
            $"--run {row.GetProperty("number").GetInt64()} --lane {row.GetProperty("lane").GetString()}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_is_made_again_has_the_outcome_that_was_kept()
    {
        Assert.Equal(0, Inject("--json", PathOf("r.json")).ExitCode);
        JsonElement row = JsonDocument.Parse(File.ReadAllText(PathOf("r.json"))).RootElement.GetProperty("notable")[0];
        (int exitCode, string output) = Inject("--run", $"{row.GetProperty("number")}", "--lane", $"{row.GetProperty("lane")}");
        Assert.Equal(0, exitCode);
        Assert.Contains($"  {row.GetProperty("outcome")}, ", output, StringComparison.Ordinal);
        Assert.Contains($"{row.GetProperty("why")}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expectation_that_is_not_met_fails()
    {
        _shell.Write(_campaign.Replace(
            "[[fault]]\nlocation = \"register\"", "[expect]\nkernel-controlled-percent = 100\n\n[[fault]]\nlocation = \"control\"", StringComparison.Ordinal));
        (int exitCode, string output) = Inject("--shard", "1/2");
        Assert.True(exitCode is 0 or 1, output);
        Assert.Equal(exitCode != 0, output.Contains("not met", StringComparison.Ordinal));
        Assert.Contains("runs are missing", output, StringComparison.Ordinal);
    }

    // The runs that a store has when the command is killed stay, and the next command goes on behind them.
    [Fact]
    public void Killed_at_any_moment_a_campaign_goes_on_to_the_same_end() => _shell.KillAndGoOn(Kills, 0.3, 1.5);

    [Fact]
    [Trait("Category", "Slow")]
    public void Killed_at_fifty_moments_a_campaign_goes_on_to_the_same_end()
    {
        _shell.Write(_campaign.Replace($"runs = {Runs}", $"runs = {10 * Runs}", StringComparison.Ordinal));
        _shell.KillAndGoOn(ManyKills, 0.3, 1.5);
    }

    [Fact]
    public void Interrupted_at_its_terminal_a_campaign_says_how_to_go_on()
    {
        _shell.Write(_campaign.Replace($"runs = {Runs}", $"runs = {100 * Runs}", StringComparison.Ordinal));
        (int exitCode, string output) = _shell.Run("timeout --preserve-status -s INT 3s $microhv inject small.toml --store parts.db");
        Assert.True(exitCode == Interrupted, output);
        Assert.Contains("interrupted; the same command goes on from ", output, StringComparison.Ordinal);
    }

    // What Slurm sets for each job of an array stands here for it.
    [Fact]
    public void Jobs_of_an_array_make_all_runs_between_them()
    {
        const int Jobs = 3;
        File.WriteAllText(PathOf("microhv"), "#!/bin/sh\nexec $microhv \"$@\"\n");
        string script = Path.Combine(Repository.Root, "qemu", "campaigns", "slurm", "campaign.sbatch");
        for (int job = 1; job <= Jobs; job++)
        {
            (int exitCode, string output) = _shell.Run(
                $"chmod +x microhv; SLURM_ARRAY_TASK_ID={job} bash {script} small.toml stores {Jobs}");
            Assert.True(exitCode == 0, output);
        }

        Assert.Equal(0, Inject(
            "--store", PathOf("parts.db"), "--merge", "stores/1.db", "--merge", "stores/2.db", "--merge", "stores/3.db").ExitCode);
        _shell.AssertGoesOnToTheSameEnd();
    }

    // Who may take no more of a disk finds it as full. The runtime maps its code by a file unless it is told not to.
    [Fact]
    public void A_limit_on_the_size_of_files_is_told_and_loses_nothing()
    {
        (int exitCode, string output) = _shell.Run(
            "trap '' XFSZ; ulimit -f 150; DOTNET_EnableWriteXorExecute=0 $microhv inject small.toml --store parts.db");
        Assert.True(exitCode == 1, output);
        Assert.Contains("parts.db cannot be used: ", output, StringComparison.Ordinal);
        Assert.Contains("and the same command goes on", output, StringComparison.Ordinal);
        _shell.AssertGoesOnToTheSameEnd();
    }

    private string PathOf(string name) => _shell.PathOf(name);

    private (int ExitCode, string Output) Inject(params string[] arguments) =>
        MicroHVCommand.Run(_shell.Folder, ["inject", "small.toml", .. arguments]);
}
