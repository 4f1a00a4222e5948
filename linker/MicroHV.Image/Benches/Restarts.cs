// How long it takes from an error of a partition to the first instruction of its next life.
using System.Globalization;
using MicroHV.Image.Images;
using MicroHV.Machines;
using MicroHV.Partitions;

namespace MicroHV.Image.Benches;

/// <summary>One restart, in ticks of the TSC: instructions.</summary>
/// <param name="Lane">Name of the lane.</param>
/// <param name="Cause">What led to it, as qemu/benches/restart writes it.</param>
/// <param name="Action">The start, as a description has it.</param>
/// <param name="MemoryMiB">Private RAM of the partition that is zeroed, in MiB.</param>
/// <param name="IsHeavy">Whether its image has a mebibyte more than code.</param>
/// <param name="Ticks">How long it took.</param>
internal sealed record Restart(string Lane, string Cause, string Action, uint MemoryMiB, bool IsHeavy, uint Ticks);

/// <summary>A lane on which they were measured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What people call it.</param>
internal sealed record RestartLane(string Name, string Title);

/// <summary>What was measured.</summary>
/// <param name="Lanes">The lanes.</param>
/// <param name="All">All restarts.</param>
internal sealed record RestartFigures(IReadOnlyList<RestartLane> Lanes, IReadOnlyList<Restart> All);

/// <summary>Measures them.</summary>
internal static class Restarts
{
    /// <summary>The start from the golden copy.</summary>
    public const string Cold = "cold-start";

    /// <summary>The start that keeps memory.</summary>
    public const string Warm = "warm-start";

    /// <summary>Private RAM of the table of causes, in MiB.</summary>
    public const uint UsualMemoryMiB = 2;

    private const string SystemPath = "qemu/benches/restart";

    /// <summary>Private RAM of the table of sizes, in MiB.</summary>
    public static readonly IReadOnlyList<uint> MemoriesMiB = [UsualMemoryMiB, 4, 16, 64];

    /// <summary>Runs all of them.</summary>
    /// <exception cref="InvalidDataException">A system did not run as it should.</exception>
    public static async Task<RestartFigures> MeasureAsync(CancellationToken cancellation)
    {
        List<Restart> all = [];
        foreach (Lane lane in Lane.Direct)
        {
            Console.Error.WriteLine($"microhv: measuring {lane.Title}");
            all.AddRange(await RunAsync(lane, Warm, UsualMemoryMiB, isHeavy: false, cancellation));
            all.AddRange(await RunAsync(lane, Cold, UsualMemoryMiB, isHeavy: true, cancellation));
            foreach (uint memory in MemoriesMiB)
            {
                all.AddRange(await RunAsync(lane, Cold, memory, isHeavy: false, cancellation));
            }
        }

        return new RestartFigures([.. Lane.Direct.Select(lane => new RestartLane(lane.Name, lane.Title))], all);
    }

    /// <summary>The description with another action, memory and project.</summary>
    public static string TextOf(string text, string action, uint memoryMiB, bool isHeavy) => text
        .Replace($"\"{Cold}\"", $"\"{action}\"", StringComparison.Ordinal)
        .Replace($"memory = \"{UsualMemoryMiB}MiB\"", $"memory = \"{memoryMiB}MiB\"", StringComparison.Ordinal)
        .Replace("project = \"patient\"\nrestarts", $"project = \"{(isHeavy ? "heavy" : "patient")}\"\nrestarts", StringComparison.Ordinal);

    /// <summary>The lines of the patient: what led to a restart, and how long it took.</summary>
    /// <exception cref="InvalidDataException">One of them has another form, or there is none.</exception>
    public static IReadOnlyList<(string Cause, uint Ticks)> Read(IEnumerable<string> lines)
    {
        (string, uint)[] read =
        [
            .. lines.Where(line => line.StartsWith("restart ", StringComparison.Ordinal)).Select(line =>
                line.Split(' ') is [_, string cause, string number]
                    && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint ticks)
                    ? (cause, ticks)
                    : throw new InvalidDataException($"'{line}' is no measurement")),
        ];
        return read.Length != 0 ? read : throw new InvalidDataException("the patient wrote nothing");
    }

    private static async Task<IEnumerable<Restart>> RunAsync(
        Lane lane, string action, uint memoryMiB, bool isHeavy, CancellationToken cancellation)
    {
        string path = Path.Combine(Repository.Root, SystemPath, SystemBuilder.FileName);
        SystemSource source = SystemSource.LoadEdited(path, TextOf(File.ReadAllText(path), action, memoryMiB, isHeavy));
        (_, RunReport report) = await Bench.RunAsync(source, lane, cancellation);
        return Read(report.Partitions.SelectMany(partition => partition.Console.Split('\n')))
            .Select(each => new Restart(lane.Name, each.Cause, action, memoryMiB, isHeavy, each.Ticks));
    }
}
