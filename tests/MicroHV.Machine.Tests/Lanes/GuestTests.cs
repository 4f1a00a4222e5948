// Conformance guests: each partition of the systems in tests/systems is one behaviour, on every lane the same.
using System.Text.RegularExpressions;
using MicroHV.Machines;
using MicroHV.Partitions.Files;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed partial class GuestTests
{
    /// <summary>Every lane, system and partition.</summary>
    public static TheoryData<string, string, string> Guests
    {
        get
        {
            TheoryData<string, string, string> guests = [];
            foreach (string system in GuestEnds.SystemNames())
            {
                foreach (PartitionSection partition in GuestEnds.Describe(system).Partitions)
                {
                    foreach (Lane lane in Lane.Direct)
                    {
                        guests.Add(lane.Name, system, partition.Name!.Value.Value);
                    }
                }
            }

            return guests;
        }
    }

    /// <summary>Every system.</summary>
    public static TheoryData<string> Described => [.. GuestEnds.SystemNames()];

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task A_guest_does_and_says_the_same_on_every_lane(string lane, string system, string partition)
    {
        RunReport report = await SystemRuns.ReportAsync(
            Lane.Direct.Single(item => item.Name == lane), $"{GuestEnds.Systems}/{system}");
        PartitionReport guest = report.Partitions.Single(item => item.Name == partition);
        if (GuestEnds.DifferenceOf(lane, system, partition) is { } difference)
        {
            Assert.True(
                GuestEnds.Of(guest) == difference.Observed,
                $"'{partition}' should differ by '{difference.Observed}':\n{GuestTranscript.Of(guest)}");
        }
        else
        {
            Assert.Equal(GuestTranscript.Read($"{GuestEnds.Systems}/{system}")[partition], GuestTranscript.Of(guest));
        }
    }

    [Theory]
    [MemberData(nameof(Described))]
    public void The_transcript_of_a_system_has_its_partitions_and_their_errors(string system)
    {
        SystemFile description = GuestEnds.Describe(system);
        IReadOnlyDictionary<string, string> expected = GuestTranscript.Read($"{GuestEnds.Systems}/{system}");
        Assert.Equal(description.Partitions.Select(partition => partition.Name!.Value.Value), expected.Keys);
        foreach ((string partition, string section) in expected)
        {
            string? error = description.Expect.Errors
                .Select(item => item.Value)
                .FirstOrDefault(item => item.Partition == partition)?.Error.ToString();
            string end = GuestTranscript.EndOf(section).Split(' ')[0];
            Assert.Equal(error ?? "exit", end);
        }
    }

    [Fact]
    public void What_differs_is_a_partition_or_a_behaviour_with_words_of_its_own()
    {
        string[] partitions = [.. GuestEnds.SystemNames().SelectMany(
            system => GuestEnds.Describe(system).Partitions.Select(partition => partition.Name!.Value.Value))];
        IEnumerable<string> ends = DifferenceTable.Read()
            .Where(difference => GuestEnd.IsMatch(difference.Observed))
            .Select(difference => difference.Behaviour.Split('/')[^1]);
        Assert.Empty(ends.Except(partitions));
    }

    [GeneratedRegex("^(exit code [0-9]+|no end|[A-Z][A-Za-z]+( at 0x[0-9a-f]+)?)$")]
    private static partial Regex GuestEnd { get; }
}
