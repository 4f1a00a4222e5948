// Decides what a run was worth.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// Compares a result with what was expected. The first thing that speaks against a run decides its outcome; all are
/// named.
/// </summary>
public static class Judge
{
    /// <summary>Judges a run.</summary>
    /// <param name="result">What it left.</param>
    /// <param name="expectation">What was expected.</param>
    /// <returns>The outcome, and the sentences that say why it is no pass.</returns>
    public static (Outcome Outcome, IReadOnlyList<string> Reasons) Decide(RunResult result, Expectation expectation)
    {
        List<(Outcome Outcome, string Reason)> objections =
        [
            .. Ending(result),
            .. Resets(result, expectation),
            .. Stopping(result.Transcript, expectation),
            .. Garbling(result.Transcript),
            .. Errors(result.Transcript, expectation),
            .. Restarts(result.Transcript, expectation),
            .. Schedules(result.Transcript, expectation),
            .. Logging(result.Transcript),
            .. Exits(result.Transcript, expectation),
        ];
        Outcome outcome = objections.Count == 0 ? Outcome.Pass : objections[0].Outcome;
        return (outcome, [.. objections.Select(objection => objection.Reason)]);
    }

    private static IEnumerable<(Outcome Outcome, string Reason)> Ending(RunResult result)
    {
        switch (result.Ending)
        {
            case RunEnding.MachineDied:
                yield return (Outcome.Crash, result.Transcript.Boot is null
                    ? "The machine ended before the kernel had booted."
                    : "The machine ended and the kernel had not said why.");
                break;
            case RunEnding.GuardExpired:
                yield return (Outcome.Timeout, result.Transcript.Boot is null
                    ? "The kernel did not boot in time."
                    : "The kernel did not stop in time.");
                break;
            case RunEnding.MachineReset:
                yield return (Outcome.Crash, result.Transcript.Crashes is [CrashRecord crash, ..]
                    ? $"The machine was reset. {CrashWords.Sentence(crash)}"
                    : "The machine was reset, and no crash record says why.");
                break;
            case RunEnding.Cancelled:
                yield return (Outcome.Fail, "The run was interrupted.");
                break;
            case RunEnding.KernelStopped:
            default:
                break;
        }
    }

    // That of a reset too many is told as the end that it is.
    private static IEnumerable<(Outcome Outcome, string Reason)> Resets(RunResult result, Expectation expectation)
    {
        int count = result.Transcript.ResetCount;
        if (count != expectation.Resets && result.Ending != RunEnding.MachineReset)
        {
            yield return (
                count < expectation.Resets ? Outcome.Fail : Outcome.Crash,
                $"The machine was reset {count} times, not {expectation.Resets} times.");
        }
    }

    private static IEnumerable<(Outcome Outcome, string Reason)> Stopping(
        Transcript transcript, Expectation expectation)
    {
        if (transcript.Stop is not { } stop)
        {
            yield break;
        }

        switch (stop.Reason)
        {
            case StopReason.AllPartitionsIdle:
                break;
            case StopReason.HealthAction when IsExpected(stop, transcript, expectation):
                break;
            case StopReason.FrameLimitReached:
                string[] running = [.. transcript.Partitions.Where(IsRunning).Select(partition => partition.Name)];
                if (!expectation.LimitIsExpected && running.Length > 0)
                {
                    yield return (Outcome.Timeout, $"The limit came before the end of {string.Join(", ", running)}.");
                }

                break;
            default:
                yield return (StopWords.IsKernelsFault(stop.Reason) ? Outcome.Crash : Outcome.Fail, StopWords.Sentence(stop, transcript.StopRule));
                break;
        }
    }

    private static IEnumerable<(Outcome Outcome, string Reason)> Garbling(Transcript transcript)
    {
        if (transcript.GarbledCount > 0)
        {
            yield return (
                Outcome.Fail,
                $"{transcript.GarbledCount} console line(s) broke the protocol; first: {transcript.GarbledLines[0]}");
        }
    }

    private static IEnumerable<(Outcome Outcome, string Reason)> Errors(Transcript transcript, Expectation expectation)
    {
        HashSet<ExpectedError> missing = [.. expectation.Errors];
        foreach (PartitionTranscript partition in transcript.Partitions)
        {
            foreach (HealthEvent healthEvent in partition.Events.Order())
            {
                ExpectedError error = new(partition.Name, healthEvent);
                if (!missing.Remove(error))
                {
                    yield return (Outcome.Fail, $"Unexpected error, {error}.");
                }
            }
        }

        foreach (ExpectedError error in expectation.Errors.Where(missing.Contains))
        {
            yield return (Outcome.Fail, $"The expected error did not occur, {error}.");
        }
    }

    private static IEnumerable<(Outcome Outcome, string Reason)> Restarts(Transcript transcript, Expectation expectation) =>
        from partition in transcript.Partitions
        let expected = expectation.Restarts.GetValueOrDefault(partition.Name)
        where partition.RestartCount != expected
        select (
            Outcome.Fail,
            $"{partition.Name} was started again {Times(partition.RestartCount)}, and {(expected == 0 ? "no restart" : Times(expected))} "
            + "was expected.");

    private static IEnumerable<(Outcome Outcome, string Reason)> Schedules(Transcript transcript, Expectation expectation)
    {
        if (expectation.Schedule is { } expected && transcript is { Boot: not null, Stop: { } stop }
            && expected.All.ElementAtOrDefault((int)stop.ScheduleIndex) is var last && last != expected.Name)
        {
            yield return (Outcome.Fail, $"Schedule {last ?? $"{stop.ScheduleIndex}"} ran at the end, not {expected.Name}.");
        }
    }

    private static IEnumerable<(Outcome Outcome, string Reason)> Logging(Transcript transcript) =>
        transcript.Health.Faults.Select(fault => (Outcome.Fail, $"The health log cannot be true: {fault}."));

    private static IEnumerable<(Outcome Outcome, string Reason)> Exits(Transcript transcript, Expectation expectation)
    {
        bool allIdle = transcript.Stop?.Reason == StopReason.AllPartitionsIdle;
        foreach (PartitionTranscript partition in transcript.Partitions)
        {
            bool mayFail = expectation.Errors.Any(error => error.Partition == partition.Name);
            if (partition.EndRecord is { ExitCode: not 0 } end && !mayFail)
            {
                yield return (Outcome.Fail, $"{partition.Name} ended with exit code {end.ExitCode}.");
            }

            if (allIdle && IsRunning(partition))
            {
                yield return (Outcome.Fail, $"{partition.Name} is idle but told neither an end nor an error.");
            }
        }
    }

    private static bool IsRunning(PartitionTranscript partition) => partition.Mode != PartitionMode.Idle;

    // The plan may have the kernel stop for an event that is expected.
    private static bool IsExpected(in StopRecord stop, Transcript transcript, Expectation expectation) =>
        stop.Detail1 < (ulong)transcript.Partitions.Count
        && expectation.Errors.Contains(
            new ExpectedError(transcript.Partitions[(int)stop.Detail1].Name, (HealthEvent)stop.Detail0));

    private static string Times(ulong count) => count == 1 ? "once" : $"{count} times";
}
