// What a run left.
namespace MicroHV.Machines;

/// <summary>The result of one run of a machine.</summary>
/// <param name="Ending">What ended it.</param>
/// <param name="Transcript">What it told.</param>
/// <param name="MachineLog">The last lines that the emulator itself wrote, made safe for a terminal.</param>
/// <param name="FolderPath">The run's folder if it was kept, else null.</param>
/// <param name="Signal">The signal by which somebody ended a machine that died; null if nobody did.</param>
public sealed record RunResult(
    RunEnding Ending, Transcript Transcript, IReadOnlyList<string> MachineLog, string? FolderPath, int? Signal = null);
