// How partitions of the systems in tests/systems end, and how they should.
using MicroHV.Image;
using MicroHV.Machines;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Text;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>Ends of conformance guests, in words.</summary>
internal static class GuestEnds
{
    /// <summary>Folder of the systems, relative to the repository.</summary>
    public const string Systems = "tests/systems";

    private static readonly IReadOnlyList<Difference> _differences = DifferenceTable.Read();

    /// <summary>Names of the systems.</summary>
    public static IEnumerable<string> SystemNames() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, Systems))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal);

    /// <summary>The description of a system.</summary>
    public static SystemFile Describe(string system)
    {
        string path = Path.Combine(Repository.Root, Systems, system, "system.toml");
        return SystemFileReader.Read(path, File.ReadAllText(path), new Findings(path))!;
    }

    /// <summary>
    /// What is declared to differ on a lane: by the partition's name, or by system and partition where the name says too
    /// little.
    /// </summary>
    public static Difference? DifferenceOf(string lane, string system, string partition) => _differences.FirstOrDefault(
        item => item.Lane == lane && (item.Behaviour == partition || item.Behaviour == $"{system}/{partition}"));

    /// <summary>How a partition should end on a lane.</summary>
    public static string Expected(string lane, string system, string partition) =>
        DifferenceOf(lane, system, partition)?.Observed
        ?? GuestTranscript.EndOf(GuestTranscript.Read($"{Systems}/{system}")[partition]);

    /// <summary>
    /// How a partition ended: its first error, with the place where it happened, or what else happened to it; if nothing did, its
    /// exit code.
    /// </summary>
    public static string Of(PartitionReport guest) => guest switch
    {
        { Errors: [{ Code: "MemoryViolation" or "PortViolation" } error, ..] } => $"{error.Code} at {error.Address}",
        { Errors: [PartitionErrorReport error, ..] } => error.Code,
        { Events: [string first, ..] } => first,
        { ExitCode: ulong code } => $"exit code {code}",
        _ => "no end",
    };
}
