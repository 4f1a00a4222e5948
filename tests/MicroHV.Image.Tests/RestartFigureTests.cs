// How long restarts take, as the patient of qemu/benches/restart writes it.
using MicroHV.Image.Benches;
using MicroHV.Machines;
using MicroHV.Partitions;

namespace MicroHV.Image.Tests;

public sealed class RestartFigureTests
{
    [Fact]
    public void Lines_of_restarts_are_read_among_others()
    {
        IReadOnlyList<(string Cause, uint Ticks)> read =
            Restarts.Read(["hello", "restart dead_vcpu 6526", "restart own_request 480491", ""]);
        Assert.Equal([("dead_vcpu", 6526u), ("own_request", 480491u)], read);
    }

    [Theory]
    [InlineData("restart dead_vcpu")]
    [InlineData("restart dead_vcpu -1")]
    [InlineData("restart dead_vcpu 1 2")]
    [InlineData("nothing")]
    public void Other_lines_are_refused(string line) => Assert.Throws<InvalidDataException>(() => Restarts.Read([line]));

    [Fact]
    public void The_description_changes_in_action_memory_and_project()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "qemu/benches/restart", SystemBuilder.FileName));
        string edited = Restarts.TextOf(text, Restarts.Warm, 16, isHeavy: true);
        Assert.DoesNotContain(Restarts.Cold, edited, StringComparison.Ordinal);
        Assert.Contains("dead-vcpu = \"warm-start\"", edited, StringComparison.Ordinal);
        Assert.Contains("memory = \"16MiB\"\nproject = \"heavy\"", edited, StringComparison.Ordinal);
        Assert.Contains("memory = \"256KiB\"\nproject = \"patient\"", edited, StringComparison.Ordinal);
    }
}
