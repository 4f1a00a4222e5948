// What a good run of a system looks like.
namespace MicroHV.Machines;

/// <summary>What is expected of a run.</summary>
public sealed record Expectation
{
    /// <summary>No error, every partition ends with exit code 0, and nobody asked for a shorter run.</summary>
    public static Expectation AllEndWell { get; } = new();

    /// <summary>The errors that must occur, exactly these, in any order.</summary>
    public IReadOnlyList<ExpectedError> Errors { get; init; } = [];

    /// <summary>True if the user asked for a limit, so that reaching it is good.</summary>
    public bool LimitIsExpected { get; init; }
}
