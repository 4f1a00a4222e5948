// When a location is hit.
namespace MicroHV.Campaigns.Faults;

/// <summary>Names of triggers, as campaign files and reports say them.</summary>
internal static class FaultTriggers
{
    /// <summary>Just before the n-th entry of the virtual CPU.</summary>
    public const string Entry = "entry";

    /// <summary>At the first entry in the n-th window of the virtual CPU.</summary>
    public const string Window = "window";

    /// <summary>At a time in nanoseconds after the start of major frame 0, whoever runs then: also within the kernel.</summary>
    public const string Time = "time";

    /// <summary>Before the kernel's first instruction.</summary>
    public const string Boot = "boot";

    /// <summary>Those of a system that runs.</summary>
    public static IReadOnlyList<string> Running { get; } = [Entry, Window, Time];
}
