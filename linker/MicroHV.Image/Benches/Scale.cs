// Boots of one system with ever more partitions, and with ever more CPUs.
using System.Text;
using MicroHV.Image.Images;
using MicroHV.Machines;
using MicroHV.Partitions;
using MicroHV.Partitions.Blobs;

namespace MicroHV.Image.Benches;

/// <summary>What was measured: partitions on one lane, CPUs on the lanes that emulate several, and the RAM of one thing more.</summary>
/// <param name="Partitions">Boots with 1 to 256 partitions on one CPU, on <see cref="Scale.PartitionLane"/>.</param>
/// <param name="Cpus">Boots with a partition on each CPU, by lane.</param>
/// <param name="Ram">What the first partition and one thing more cost.</param>
internal sealed record ScaleFigures(
    IReadOnlyList<ScaleFigure> Partitions,
    IReadOnlyList<(Lane Lane, IReadOnlyList<ScaleFigure> Boots)> Cpus,
    IReadOnlyList<RamCost> Ram);

/// <summary>Measures them: all figures are the same at every run.</summary>
internal static class Scale
{
    private const string SystemPath = "qemu/benches/scale";
    private const string Windows = "windows = [{ partition = \"part0\", start = \"0us\", duration = \"50us\" }]";
    private const string Machine = "[machine]";
    private const int WindowMicroseconds = 50;

    private static readonly int[] _partitions = [1, 2, 4, 8, 16, 32, 64, 128, 192, 256];
    private static readonly int[] _cpusOfBochs = [1, 2, 8, 15];
    private static readonly int[] _cpusOfQemu = [1, 2, 8, 64];

    /// <summary>Where partitions are counted: their number costs the same on every lane, but for the size of bitmaps.</summary>
    public static Lane PartitionLane => Lane.QemuSvm;

    /// <summary>Boots all of them.</summary>
    /// <exception cref="InvalidDataException">A system did not run as it should.</exception>
    public static async Task<ScaleFigures> MeasureAsync(CancellationToken cancellation)
    {
        List<ScaleFigure> partitions = [];
        foreach (int count in _partitions)
        {
            partitions.Add(await BootAsync(PartitionLane, count, isOnOwnCpus: false, cancellation));
        }

        List<(Lane Lane, IReadOnlyList<ScaleFigure> Boots)> cpus = [];
        foreach ((Lane lane, int[] counts) in new[] { (Lane.QemuSvm, _cpusOfQemu), (Lane.BochsVtx, _cpusOfBochs) })
        {
            List<ScaleFigure> boots = [];
            foreach (int count in counts)
            {
                boots.Add(await BootAsync(lane, count, isOnOwnCpus: true, cancellation));
            }

            cpus.Add((lane, boots));
        }

        return new ScaleFigures(partitions, cpus, await RamCosts.MeasureAsync(cancellation));
    }

    /// <summary>The description with <paramref name="count"/> partitions: on one CPU, or each on its own.</summary>
    public static string TextOf(string text, int count, bool isOnOwnCpus)
    {
        IEnumerable<string> windows = Enumerable.Range(0, count).Select(i => isOnOwnCpus
            ? $"{{ partition = \"part{i}\", cpu = {i}, start = \"0us\", duration = \"{WindowMicroseconds}us\" }}"
            : $"{{ partition = \"part{i}\", start = \"{i * WindowMicroseconds}us\", duration = \"{WindowMicroseconds}us\" }}");
        StringBuilder described = new(text
            .Replace(Windows, $"windows = [{string.Join(", ", windows)}]", StringComparison.Ordinal)
            .Replace(Machine, isOnOwnCpus ? $"{Machine}\ncpus = {count}" : Machine, StringComparison.Ordinal));
        for (int i = 1; i < count; i++)
        {
            _ = described.Append($"\n[[partition]]\nname = \"part{i}\"\nextends = \"part\"\n");
        }

        return described.ToString();
    }

    private static async Task<ScaleFigure> BootAsync(
        Lane lane, int count, bool isOnOwnCpus, CancellationToken cancellation)
    {
        string path = Path.Combine(Repository.Root, SystemPath, SystemBuilder.FileName);
        SystemSource source = SystemSource.LoadEdited(path, TextOf(File.ReadAllText(path), count, isOnOwnCpus));
        (RunResult result, RunReport report) = await Bench.RunAsync(source, lane, cancellation);
        if (report.Partitions.Count != count)
        {
            throw new InvalidDataException($"{report.System} has {report.Partitions.Count} partitions, not {count}");
        }

        SystemImage image = SystemImage.Build(source.System.Plan!, source.KernelElf, new BlobOptions());
        return ScaleFigure.Of(count, result.Transcript.Boot!.Value, (ulong)image.Blob.Length);
    }
}
