// The command is killed while an emulator runs.
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed class KilledCommandTests : IDisposable
{
    private const string Campaign = """
        system = "neighbours"
        lanes = ["LANE"]
        runs = 4
        frames = 2

        [[fault]]
        location = "memory"
        triggers = ["entry"]
        """;

    private readonly CampaignShell _shell = new(Campaign);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("qemu-svm", "qemu-system")]
    [InlineData("bochs-vtx", "bochs")]
    public void Nothing_of_it_is_left_in_the_temporary_folder(string lane, string emulator)
    {
        RequiredTools.Require(Lane.All.Single(each => each.Name == lane).RequiredTools);
        _shell.Write(Campaign.Replace("LANE", lane, StringComparison.Ordinal));
        (_, string output) = _shell.Run(
            $$"""
            mkdir temporary
            {{CampaignShell.WithoutRuntimeFiles}} $microhv inject small.toml --store parts.db &
            runs() { grep -las {{emulator}} /dev/null $(sed 's|[0-9][0-9]*|/proc/&/cmdline|g' /proc/$!/task/*/children) >running; }
            until [ -s parts.db ] && runs || ! kill -0 $!; do :; done
            ls -A temporary
            kill -KILL $!
            """);
        Assert.NotEmpty(File.ReadAllText(_shell.PathOf("running")));
        Assert.Contains("microhv-run-", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_shell.PathOf("temporary")));
        _shell.AssertGoesOnToTheSameEnd();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void At_moments_by_chance_no_run_that_QEMU_has_finished_is_lost()
    {
        RequiredTools.Require(Lane.QemuSvm.RequiredTools);
        _shell.Write(Campaign.Replace("LANE", "qemu-svm", StringComparison.Ordinal).Replace("runs = 4", "runs = 16", StringComparison.Ordinal));
        _shell.KillAndGoOn(kills: 8, earliest: 0.5, latest: 4);
    }
}
