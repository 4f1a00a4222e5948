// How many major frames a run lasts.
namespace MicroHV.Image.Verbs;

/// <summary>
/// The kernel stops by itself after so many major frames: the only limit of machine time, and an exact one.
/// </summary>
/// <param name="Frames">Major frames, at least 1.</param>
/// <param name="IsAskedFor">True if the user gave a limit.</param>
internal readonly record struct FrameLimit(ulong Frames, bool IsAskedFor)
{
    /// <summary>Machine time of a run for which nobody gave a limit.</summary>
    public const ulong DefaultNanoseconds = 10_000_000_000;

    /// <summary>The limit of a run.</summary>
    /// <param name="majorFrameNanoseconds">Length of the major frame, not zero.</param>
    /// <param name="limitNanoseconds">The value of <c>--for</c>, if given.</param>
    /// <param name="limitFrames">The value of <c>--frames</c>, if given.</param>
    /// <returns>The smaller of the limits that were given; a begun frame is a whole one.</returns>
    public static FrameLimit Of(ulong majorFrameNanoseconds, ulong? limitNanoseconds, ulong? limitFrames)
    {
        bool isAskedFor = limitNanoseconds is not null || limitFrames is not null;
        ulong nanoseconds = limitNanoseconds ?? (isAskedFor ? ulong.MaxValue : DefaultNanoseconds);
        ulong framesOfTime = ((nanoseconds - 1) / majorFrameNanoseconds) + 1;
        return new FrameLimit(Math.Min(framesOfTime, limitFrames ?? ulong.MaxValue), isAskedFor);
    }

    /// <summary>The machine time that it allows.</summary>
    /// <param name="majorFrameNanoseconds">Length of the major frame.</param>
    public TimeSpan MachineTime(ulong majorFrameNanoseconds) =>
        TimeSpan.FromSeconds(Math.Min(Frames * (majorFrameNanoseconds / 1e9), MaxSeconds));

    // The guard of a run is a timer of the host, which counts milliseconds with 32 bits.
    private const double MaxSeconds = 24 * 3600;
}
