// Emulators that somebody kills in the middle of a campaign.
namespace MicroHV.Image.Tests.Injection;

[Trait("Category", "Machine")]
public sealed class KilledEmulatorTests : IDisposable
{
    private const string Campaign = """
        system = "neighbours"
        lanes = ["qemu-svm"]
        runs = 4
        frames = 2

        [expect]
        experiment-errors = 0

        [[fault]]
        location = "memory"
        kinds = ["bit-flip"]
        triggers = ["entry"]
        """;

    private readonly CampaignShell _shell = new(Campaign);

    public void Dispose() => _shell.Dispose();

    // The store is there when emulators have been asked what they can do, and runs begin.
    [Fact]
    [Trait("Category", "Slow")]
    public void A_run_whose_QEMU_was_killed_is_not_kept_and_the_next_command_makes_it()
    {
        (int exitCode, string output) = _shell.Run(
            """
            $microhv inject small.toml --store parts.db &
            until [ -n "$victim" ] || ! kill -0 $!; do [ ! -s parts.db ] || victim=$(pgrep -P $! -f qemu-system | head -1); done
            kill -KILL $victim
            wait $!
            """);
        Assert.True(exitCode == 1, output);
        Assert.Contains("somebody ended an emulator by signal 9", output, StringComparison.Ordinal);
        _shell.AssertGoesOnToTheSameEnd();
    }
}
