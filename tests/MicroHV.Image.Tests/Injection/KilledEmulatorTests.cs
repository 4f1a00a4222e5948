// Emulators that somebody kills in the middle of a campaign.
using System.Globalization;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
[Trait("Category", "Slow")]
public sealed class KilledEmulatorTests : IDisposable
{
    private const string Campaign = """
        system = "neighbours"
        lanes = ["LANE"]
        runs = 3
        frames = 2

        [expect]
        experiment-errors = 0

        [[fault]]
        location = "memory"
        kinds = ["bit-flip"]
        triggers = ["entry"]
        """;

    // Stands for an emulator in PATH. One of its starts is the victim: it is killed at once, or when it has worked for so many ticks
    // of the host's clock, which proc(5) tells.
    private const string Stand = """
        #!/bin/bash
        echo >>starts
        if [ $(wc -l <starts) = $VICTIM ]; then
            if [ $TICKS = 0 ]; then
                kill -KILL $$
            fi
            { until read -ra words </proc/$$/stat && [ $((words[13] + words[14])) -ge $TICKS ] || [ ! -d /proc/$$ ]; do :; done
              kill -KILL $$; } <&- >/dev/null 2>&1 3>&- &
        fi
        exec EMULATOR "$@"
        """;

    private readonly CampaignShell _shell = new(Campaign);

    public void Dispose() => _shell.Dispose();

    // At its first starts an emulator is asked what it can do.
    [Theory]
    [InlineData("qemu-svm", 0, 1, 6)]
    [InlineData("qemu-svm", 3, 3, 6)]
    [InlineData("bochs-vtx", 0, 1, 7)]
    [InlineData("bochs-vtx", 10, 4, 7)]
    [InlineData("bochs-svm", 30, 4, 6)]
    public void A_run_whose_emulator_was_killed_is_not_kept_and_the_next_command_makes_it(string lane, int ticks, int first, int last)
    {
        IReadOnlyList<RequiredTool> tools = Lane.All.Single(each => each.Name == lane).RequiredTools;
        RequiredTools.Require(tools);
        RequiredTool emulator = tools.Single(tool => tool == ToolTable.Qemu || tool == ToolTable.Bochs);
        _shell.Write(Campaign.Replace("LANE", lane, StringComparison.Ordinal));
        _ = Directory.CreateDirectory(_shell.PathOf("bin"));
        string stand = _shell.PathOf(Path.Combine("bin", emulator.Name));
        File.WriteAllText(stand, Stand.Replace("EMULATOR", emulator.Require(), StringComparison.Ordinal).Replace(
            "starts", _shell.PathOf("starts"), StringComparison.Ordinal));
        HashSet<(string, long)> kept = [];
        for (int victim = first; victim <= last; victim++)
        {
            (int exitCode, string output) = Inject(victim, ticks);
            Assert.True(exitCode == 1, $"the victim is start {victim}: {output}");
            Assert.Matches("somebody ended .* by signal 9", output);
            HashSet<(string, long)> now = _shell.FinishedRuns();
            Assert.Superset(kept, now);
            kept = now;
        }

        (int code, string said) = Inject(last + 1, ticks);
        Assert.True(code == 0, said);
        _shell.AssertGoesOnToTheSameEnd();
    }

    // One emulator at a time, so that its starts have an order.
    private (int ExitCode, string Output) Inject(int victim, int ticks) => _shell.Run(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        rm -f starts
        chmod +x bin/*
        export PATH=$PWD/bin:$PATH DOTNET_PROCESSOR_COUNT=1 VICTIM={victim} TICKS={ticks}
        exec $microhv inject small.toml --store {CampaignShell.Store}
        """));
}
