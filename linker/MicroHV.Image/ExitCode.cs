// What `microhv` returns to the shell.
namespace MicroHV.Image;

/// <summary>What <c>microhv</c> returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Good.</summary>
    public const int Good = 0;

    /// <summary>The system, the build or the run failed its expectation.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 2;

    /// <summary>A needed tool is missing; it was named, with the command that installs it.</summary>
    public const int ToolMissing = 3;

    /// <summary>Interrupted by Ctrl+C: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Every code with its meaning, for people.</summary>
    public static IReadOnlyList<(int Number, string Meaning)> Meanings { get; } =
    [
        (Good, "good"),
        (Failed, "the system, the build or the run failed its expectation"),
        (Usage, "wrong usage"),
        (ToolMissing, "a needed tool is missing; it was named, with the command that installs it"),
        (Interrupted, "interrupted"),
    ];
}
