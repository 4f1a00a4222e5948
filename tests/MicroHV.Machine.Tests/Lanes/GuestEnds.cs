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

    private const string GoodEnd = "exit code 0";

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
    /// How a partition should end on a lane. What differs is declared: by the partition's name, or by system and partition
    /// where the name says too little.
    /// </summary>
    public static string Expected(string lane, string system, string partition)
    {
        Difference? difference = _differences.FirstOrDefault(
            item => item.Lane == lane && (item.Behaviour == partition || item.Behaviour == $"{system}/{partition}"));
        ErrorOfPartition? error = Describe(system).Expect.Errors
            .Select(item => item.Value)
            .FirstOrDefault(item => item.Partition == partition);
        return difference?.Observed ?? error?.Error.ToString() ?? GoodEnd;
    }

    /// <summary>How a partition ended.</summary>
    public static string Of(PartitionReport guest) => guest switch
    {
        { Errors: [PartitionErrorReport error, ..] } => error.Code,
        { ExitCode: ulong code } => $"exit code {code}",
        _ => "no end",
    };
}
