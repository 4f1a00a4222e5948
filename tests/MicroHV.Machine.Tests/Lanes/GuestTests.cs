// Conformance guests: each partition of the systems in tests/systems is one behaviour, on every lane the same.
using MicroHV.Image;
using MicroHV.Machines;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class GuestTests
{
    private const string GoodEnd = "exit code 0";
    private const string Systems = "tests/systems";

    private static readonly IReadOnlyList<Difference> _differences = DifferenceTable.Read();

    /// <summary>Every lane, system and partition.</summary>
    public static TheoryData<string, string, string> Guests
    {
        get
        {
            TheoryData<string, string, string> guests = [];
            foreach (string system in Names())
            {
                foreach (PartitionSection partition in Describe(system).Partitions)
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
            Lane.Direct.Single(item => item.Name == lane), $"{Systems}/{system}");
        PartitionReport guest = report.Partitions.Single(item => item.Name == partition);
        Assert.True(
            EndOf(guest) == Expected(lane, system, partition),
            $"'{partition}' ended with {EndOf(guest)}, not {Expected(lane, system, partition)}: {guest.Console}");
    }

    // What differs is declared: by the partition's name, or by system and partition where the name says too little.
    private static string Expected(string lane, string system, string partition)
    {
        Difference? difference = _differences.FirstOrDefault(
            item => item.Lane == lane && (item.Behaviour == partition || item.Behaviour == $"{system}/{partition}"));
        ErrorOfPartition? error = Describe(system).Expect.Errors
            .Select(item => item.Value)
            .FirstOrDefault(item => item.Partition == partition);
        return difference?.Observed ?? error?.Error.ToString() ?? GoodEnd;
    }

    private static string EndOf(PartitionReport guest) => guest switch
    {
        { Errors: [PartitionErrorReport error, ..] } => error.Code,
        { ExitCode: ulong code } => $"exit code {code}",
        _ => "no end",
    };

    private static IEnumerable<string> Names() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, Systems))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal);

    private static SystemFile Describe(string system)
    {
        string path = Path.Combine(Repository.Root, Systems, system, "system.toml");
        return SystemFileReader.Read(path, File.ReadAllText(path), new Findings(path))!;
    }
}
