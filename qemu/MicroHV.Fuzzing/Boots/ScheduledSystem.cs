// The small system with more schedules than one.
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;

namespace MicroHV.Fuzzing.Boots;

/// <summary>
/// Partition 0 is a system partition. Schedule 0 is that of <see cref="SmallSystem"/>; schedule 1 has a frame of 600 us, in which
/// partition 1 runs before partition 0; schedule 2 has a frame of 400 us for partition 1 alone, and partition 0 in the background.
/// </summary>
internal static class ScheduledSystem
{
    /// <summary>Windows of each schedule: start and end after the start of the frame, and whose they are.</summary>
    public static readonly (ulong Start, ulong End, uint Vcpu)[][] Windows =
    [
        SmallSystem.Windows,
        [(50_000, 250_000, 1), (250_000, 500_000, 0)],
        [(100_000, 300_000, 1)],
    ];

    /// <summary>Length of the major frame of each schedule.</summary>
    public static readonly ulong[] MajorFrameNanoseconds = [SmallSystem.MajorFrameNanoseconds, 600_000, 400_000];

    private static readonly Lazy<SystemPlan> _plan = new(() => SmallSystem.PlanOf(Text));

    private static readonly Lazy<SystemPlan> _tracedPlan = new(() => SmallSystem.PlanOf(SmallSystem.WithTrace(Text)));

    private static string Text => SmallSystem.Text
        .Replace("[schedule]", "[[schedule]]", StringComparison.Ordinal)
        .Replace("name = \"safety\"", "name = \"safety\"\nsystem = true", StringComparison.Ordinal)
        .Replace(
            "[[partition]]\nname = \"safety\"",
            $"{Section(1)}{Section(2)}background = [{{ partition = \"safety\" }}]\n\n[[partition]]\nname = \"safety\"",
            StringComparison.Ordinal);

    /// <summary>The blob.</summary>
    public static byte[] Blob(ulong frameLimit) =>
        BlobWriter.Write(_plan.Value, new BlobOptions { FrameLimit = frameLimit });

    /// <summary>The blob of the same system with a trace of four pages that have <paramref name="traceKey"/>.</summary>
    public static byte[] BlobWithTrace(ulong frameLimit, uint traceKey) =>
        BlobWriter.Write(_tracedPlan.Value, new BlobOptions { FrameLimit = frameLimit, TraceKey = traceKey });

    private static string Section(int index)
    {
        IEnumerable<string> windows = Windows[index].Select(window =>
            $"{{ partition = \"{(window.Vcpu == 0 ? "safety" : "general")}\", "
            + $"start = \"{window.Start}ns\", duration = \"{window.End - window.Start}ns\" }}");
        return $"[[schedule]]\nname = \"schedule-{index}\"\nmajor-frame = \"{MajorFrameNanoseconds[index]}ns\"\n"
            + $"windows = [{string.Join(", ", windows)}]\n";
    }
}
