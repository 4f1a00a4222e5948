// What a good run of a system looks like.
namespace MicroHV.Machines;

/// <summary>What is expected of a run.</summary>
public sealed record Expectation
{
    /// <summary>No error, every partition ends with exit code 0, and nobody asked for a shorter run.</summary>
    public static Expectation AllEndWell { get; } = new();

    /// <summary>The events of partitions that must occur, each at least once; no other may.</summary>
    public IReadOnlyList<ExpectedError> Errors { get; init; } = [];

    /// <summary>How often partitions must be started again, by their names; no other may be.</summary>
    public IReadOnlyDictionary<string, ulong> Restarts { get; init; } = new Dictionary<string, ulong>();

    /// <summary>How often the machine must be reset.</summary>
    public int Resets { get; init; }

    /// <summary>The schedule that must run when the kernel stops; null if any may.</summary>
    public ExpectedSchedule? Schedule { get; init; }

    /// <summary>True if the user asked for a limit, so that reaching it is good.</summary>
    public bool LimitIsExpected { get; init; }
}
