// How long it takes the kernel to check all that is never written, and what a step of it costs.
using MicroHV.Image.Images;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions;

namespace MicroHV.Image.Benches;

/// <summary>One run, whose CPU sleeps once in every frame for long enough.</summary>
/// <param name="Lane">What people call the lane.</param>
/// <param name="Frames">Frames of <see cref="Scrubbing.FrameMicroseconds"/> that had passed.</param>
/// <param name="Rounds">Complete rounds in them.</param>
/// <param name="StepTicks">The longest step, in ticks of the TSC: instructions.</param>
internal sealed record ScrubFigure(string Lane, ulong Frames, uint Rounds, uint StepTicks)
{
    /// <summary>Frames that a round takes, rounded up.</summary>
    public ulong FramesOfRound => (Frames + Rounds - 1) / Rounds;
}

/// <summary>Measures them: all figures are the same at every run.</summary>
internal static class Scrubbing
{
    /// <summary>Length of a frame, in microseconds: longer than the sleep below which no step is done.</summary>
    public const int FrameMicroseconds = 1_000;

    private const string SystemPath = "qemu/benches/frames";
    private const string Frame = "major-frame = \"100us\"";
    private const int MeasuredFrames = 2_000;

    /// <summary>Runs all of them.</summary>
    /// <exception cref="InvalidDataException">A system did not run as it should, or for less than a round.</exception>
    public static async Task<IReadOnlyList<ScrubFigure>> MeasureAsync(CancellationToken cancellation)
    {
        List<ScrubFigure> figures = [];
        foreach (Lane lane in Lane.Direct)
        {
            Console.Error.WriteLine($"microhv: measuring {lane.Title}");
            figures.Add(await RunAsync(lane, cancellation));
        }

        return figures;
    }

    /// <summary>The description of <c>bench --frames</c> with longer frames.</summary>
    public static string TextOf(string text) => Frames.TextOf(text, 1, MeasuredFrames)
        .Replace(Frame, $"major-frame = \"{FrameMicroseconds}us\"", StringComparison.Ordinal);

    private static async Task<ScrubFigure> RunAsync(Lane lane, CancellationToken cancellation)
    {
        string path = Path.Combine(Repository.Root, SystemPath, SystemBuilder.FileName);
        SystemSource source = SystemSource.LoadEdited(path, TextOf(File.ReadAllText(path)));
        (RunResult result, _) = await Bench.RunAsync(source, lane, cancellation, 2 * MeasuredFrames);
        StopRecord stop = result.Transcript.Stop!.Value;
        return stop.ScrubCount != 0
            ? new ScrubFigure(lane.Title, stop.Frames, stop.ScrubCount, stop.ScrubStepTicks)
            : throw new InvalidDataException($"{lane.Title} checked less than everything in {stop.Frames} frames");
    }
}
