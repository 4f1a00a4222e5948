// The report of a run, as `--json` writes it.

namespace MicroHV.Machines;

/// <summary>
/// A run in facts. It holds no host time, so that two runs of a deterministic machine give the same bytes.
/// </summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">Sentences that say why the outcome is no pass.</param>
/// <param name="System">The system's name.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Kernel">What the kernel told of itself.</param>
/// <param name="Frames">Complete major frames, 0 if the kernel did not say.</param>
/// <param name="Partitions">The partitions, in the order of the system description.</param>
/// <param name="Health">The health log.</param>
/// <param name="GarbledLines">Console lines that broke the protocol.</param>
/// <param name="FirmwareLines">Console lines from before the kernel spoke.</param>
/// <param name="MachineLog">The emulator's last lines, if it died.</param>
public sealed record RunReport(
    Outcome Outcome,
    IReadOnlyList<string> Reasons,
    string System,
    MachineReport Machine,
    KernelReport Kernel,
    ulong Frames,
    IReadOnlyList<PartitionReport> Partitions,
    HealthReport Health,
    IReadOnlyList<string> GarbledLines,
    IReadOnlyList<string> FirmwareLines,
    IReadOnlyList<string> MachineLog)
{
    /// <summary>What the trace of the run says; null if none was read.</summary>
    public TraceReport? Trace { get; init; }

    /// <summary>The same run with its trace. A trace that was to prove something and does not is no pass.</summary>
    /// <param name="trace">What the trace says.</param>
    public RunReport With(TraceReport trace) => this with
    {
        Trace = trace,
        Outcome = Outcome == Outcome.Pass && trace.Objections.Count != 0 ? Outcome.Fail : Outcome,
        Reasons = [.. Reasons, .. trace.Objections],
    };

    /// <summary>Writes the report of a run.</summary>
    /// <param name="system">The system's name.</param>
    /// <param name="machine">What it ran on.</param>
    /// <param name="result">What the run left.</param>
    /// <param name="expectation">What was expected of it.</param>
    /// <param name="sources">Line numbers of what ran.</param>
    /// <param name="health">What the plan says about health; null if nothing is known.</param>
    public static RunReport Of(
        string system,
        Machine machine,
        RunResult result,
        Expectation expectation,
        SystemSources sources,
        HealthContext? health = null)
    {
        (Outcome outcome, IReadOnlyList<string> reasons) = Judge.Decide(result, expectation);
        Transcript transcript = result.Transcript;
        return new RunReport(
            outcome,
            reasons,
            system,
            MachineReport.Of(machine),
            KernelReport.Of(transcript, sources),
            transcript.Stop?.Frames ?? 0,
            [
                .. transcript.Partitions.Select(
                    partition => PartitionReport.Of(partition, transcript.Boot is not null, sources)),
            ],
            HealthReport.Of(transcript, health ?? HealthContext.None, sources),
            transcript.GarbledLines,
            transcript.FirmwareLines,
            result.Ending == RunEnding.KernelStopped ? [] : result.MachineLog);
    }
}
