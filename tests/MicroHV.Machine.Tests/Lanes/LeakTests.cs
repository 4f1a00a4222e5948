// What a partition keeps secret stands in nothing that a run tells of anybody else.
using System.Text.Json;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class LeakTests
{
    // The upper half of every secret of tests/guests/leaks.c, as a report writes numbers of 64 bits.
    private const string Mark = "0x5ec2";
    private const string Keeper = "keep-secret";
    private const string Stopped = "drop-secret";

    /// <summary>The direct lanes.</summary>
    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Secrets_stand_in_the_dump_of_their_own_partition_alone(string lane)
    {
        RunReport report = await SystemRuns.ReportAsync(
            Lane.Direct.Single(item => item.Name == lane), "tests/systems/leaks");
        PartitionReport stopped = report.Partitions.Single(partition => partition.Name == Stopped);
        Assert.Contains(Mark, JsonSerializer.Serialize(stopped.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, stopped.Console, StringComparison.Ordinal);
        Assert.Contains(report.Partitions, partition => partition.Name == Keeper);
        Assert.All(
            report.Partitions.Where(partition => partition != stopped),
            partition => Assert.DoesNotContain(Mark, JsonSerializer.Serialize(partition), StringComparison.Ordinal));
        Assert.DoesNotContain(Mark, JsonSerializer.Serialize(report.Kernel), StringComparison.Ordinal);
        Assert.All(
            report.GarbledLines.Concat(report.FirmwareLines).Concat(report.MachineLog),
            line => Assert.DoesNotContain(Mark, line, StringComparison.Ordinal));
    }
}
