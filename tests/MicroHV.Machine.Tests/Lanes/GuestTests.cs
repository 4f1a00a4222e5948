// Conformance guests: each partition of the systems in tests/systems is one behaviour, on every lane the same.
using MicroHV.Machines;
using MicroHV.Partitions.Files;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class GuestTests
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

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task A_guest_ends_as_it_should_on_every_lane(string lane, string system, string partition)
    {
        RunReport report = await SystemRuns.ReportAsync(
            Lane.Direct.Single(item => item.Name == lane), $"{GuestEnds.Systems}/{system}");
        PartitionReport guest = report.Partitions.Single(item => item.Name == partition);
        (string found, string expected) = (GuestEnds.Of(guest), GuestEnds.Expected(lane, system, partition));
        Assert.True(found == expected, $"'{partition}' ended with {found}, not {expected}: {guest.Console}");
    }
}
