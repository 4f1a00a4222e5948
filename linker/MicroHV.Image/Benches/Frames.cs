// When frames begin: together on all CPUs, and without drift.
using System.Globalization;
using System.Text;
using MicroHV.Image.Images;
using MicroHV.Machines;
using MicroHV.Partitions;

namespace MicroHV.Image.Benches;

/// <summary>What was measured.</summary>
/// <param name="Skews">Frames on 2 to 15 CPUs, on <see cref="Frames.SkewLane"/>.</param>
/// <param name="Drift">A million frames of one CPU, on <see cref="Frames.DriftLane"/>.</param>
internal sealed record FrameFigures(IReadOnlyList<FrameSkew> Skews, FrameFigure Drift)
{
    /// <summary>Whether every window came, and the last frame was no later than the first by more than any two of them differ.</summary>
    public bool MeetsGoals => Skews.All(skew => skew.Figure.Missed == 0) && Drift is { Missed: 0, Drift: <= Frames.MaxDrift };
}

/// <summary>How far apart CPUs begin a frame.</summary>
/// <param name="Cpus">How many there are.</param>
/// <param name="Figure">What was measured.</param>
internal sealed record FrameSkew(int Cpus, FrameFigure Figure);

/// <summary>Measures them: all figures are the same at every run.</summary>
internal static class Frames
{
    /// <summary>Most ticks by which the lateness of the first frame and that of the last one may differ: one turn of a guest's loop.</summary>
    public const uint MaxDrift = 500;

    private const string SystemPath = "qemu/benches/frames";
    private const string Window = "{ partition = \"meter\", start = \"0us\", duration = \"50us\" },";
    private const int FramesOfSkew = 1_000;
    private const int FramesOfDrift = 1_000_000;
    private const ulong SpareFrames = 1_000;

    private static readonly int[] _cpus = [2, 8, 15];

    /// <summary>Where each CPU counts its own instructions.</summary>
    public static Lane SkewLane => Lane.BochsVtx;

    /// <summary>Where a CPU that sleeps costs nothing.</summary>
    public static Lane DriftLane => Lane.QemuSvm;

    /// <summary>Runs all of them.</summary>
    /// <exception cref="InvalidDataException">A system did not run as it should.</exception>
    public static async Task<FrameFigures> MeasureAsync(CancellationToken cancellation)
    {
        List<FrameSkew> skews = [];
        foreach (int cpus in _cpus)
        {
            skews.Add(new FrameSkew(cpus, await RunAsync(SkewLane, cpus, FramesOfSkew, cancellation)));
        }

        return new FrameFigures(skews, await RunAsync(DriftLane, 1, FramesOfDrift, cancellation));
    }

    /// <summary>The description with a virtual CPU on each of <paramref name="cpus"/>, which measures <paramref name="frames"/>.</summary>
    public static string TextOf(string text, int cpus, int frames)
    {
        StringBuilder windows = new();
        for (int i = 0; i < cpus; i++)
        {
            _ = windows.Append(Window.Replace("start", $"vcpu = {i}, cpu = {i}, start", StringComparison.Ordinal));
        }

        return text
            .Replace(Window, windows.ToString(), StringComparison.Ordinal)
            .Replace("cpus = 1\n", $"cpus = {cpus}\n", StringComparison.Ordinal)
            .Replace("frames=1000", $"frames={frames}", StringComparison.Ordinal);
    }

    private static async Task<FrameFigure> RunAsync(Lane lane, int cpus, int frames, CancellationToken cancellation)
    {
        string path = Path.Combine(Repository.Root, SystemPath, SystemBuilder.FileName);
        SystemSource source = SystemSource.LoadEdited(path, TextOf(File.ReadAllText(path), cpus, frames));
        (_, RunReport report) = await Bench.RunAsync(source, lane, cancellation, (ulong)frames + SpareFrames);
        return FrameFigure.Read(report.Partitions.Single().Console.Split('\n'));
    }
}

/// <summary>What qemu/benches/frames writes, in ticks of the TSC: instructions of its CPU.</summary>
/// <param name="Count">Number of frames.</param>
/// <param name="Missed">Windows that never came.</param>
/// <param name="Median">By how much the latest CPU of a frame comes after the first one, in half of the frames.</param>
/// <param name="Widest">The same in all of them.</param>
/// <param name="First">How late the first CPU was in the frame before the first one.</param>
/// <param name="Last">How late it was in the last one.</param>
/// <param name="Least">How late it was at least.</param>
/// <param name="Most">How late it was at most.</param>
internal sealed record FrameFigure(
    uint Count, uint Missed, uint Median, uint Widest, uint First, uint Last, uint Least, uint Most)
{
    private const int Words = 9;

    /// <summary>How much later or earlier than the first frame the last one was.</summary>
    public uint Drift => Last > First ? Last - First : First - Last;

    /// <summary>The line of the meter.</summary>
    /// <exception cref="InvalidDataException">It has another form, or there is none.</exception>
    public static FrameFigure Read(IEnumerable<string> lines)
    {
        string line = lines.SingleOrDefault(line => line.StartsWith("frames ", StringComparison.Ordinal))
            ?? throw new InvalidDataException("the meter wrote nothing");
        string[] words = line.Split(' ');
        uint[] numbers =
        [
            .. words.Skip(1).Select(word => uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
                ? number
                : throw new InvalidDataException($"'{line}' is no measurement")),
        ];
        return words.Length == Words
            ? new FrameFigure(
                numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7])
            : throw new InvalidDataException($"'{line}' is no measurement");
    }
}
