// Signals by which somebody ends a program, other than those by which it ends itself.
namespace MicroHV.Machines;

/// <summary>What an exit code tells of who ended a program.</summary>
internal static class OutsideSignal
{
    // What a shell and .NET make of a signal.
    private const int FirstOfSignals = 128;

    /// <summary>SIGHUP, SIGINT, SIGKILL or SIGTERM, if <paramref name="exitCode"/> says so; null if the program ended by itself.</summary>
    public static int? Of(int exitCode) => exitCode - FirstOfSignals is 1 or 2 or 9 or 15 ? exitCode - FirstOfSignals : null;
}
