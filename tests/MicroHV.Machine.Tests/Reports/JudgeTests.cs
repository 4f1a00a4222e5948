// One good run; every test breaks one thing and reads the one sentence.
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Transcripts;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Reports;

public sealed class JudgeTests
{
    private static readonly Expectation _crime =
        new() { Errors = [new ExpectedError("general", HealthEvent.MemoryViolation)] };

    private static readonly Expectation _crashes = new()
    {
        Errors = [new ExpectedError("general", HealthEvent.UnexpectedTrap)],
        Restarts = new Dictionary<string, ulong> { ["general"] = 2 },
    };

    private static readonly string _good =
        Records.Boot + Records.End(0) + Records.End(1) + Records.Stop(StopReason.AllPartitionsIdle);

    [Fact]
    public void All_ends_well() => AssertPasses(_good, Expectation.AllEndWell);

    [Fact]
    public void An_exit_code_that_is_not_zero_fails() => AssertOutcome(
        Outcome.Fail,
        "general ended with exit code 3.",
        Records.Boot + Records.End(0) + Records.End(1, 3) + Records.Stop(StopReason.AllPartitionsIdle),
        Expectation.AllEndWell);

    [Fact]
    public void An_error_that_nobody_expects_fails() => AssertOutcome(
        Outcome.Fail,
        "Unexpected error, general: MemoryViolation.",
        Records.Boot + Records.End(0) + Records.Error(1, HealthEvent.MemoryViolation)
        + Records.Stop(StopReason.AllPartitionsIdle),
        Expectation.AllEndWell);

    [Fact]
    public void The_error_that_is_expected_passes() => AssertPasses(
        Records.Boot + Records.End(0) + Records.Error(1, HealthEvent.MemoryViolation)
        + Records.Stop(StopReason.AllPartitionsIdle),
        _crime);

    [Fact]
    public void An_expected_error_that_does_not_occur_fails() =>
        AssertOutcome(Outcome.Fail, "The expected error did not occur, general: MemoryViolation.", _good, _crime);

    [Fact]
    public void The_expected_error_of_another_partition_fails()
    {
        (Outcome outcome, IReadOnlyList<string> reasons) = Decide(
            Records.Boot + Records.End(1) + Records.Error(0, HealthEvent.MemoryViolation)
            + Records.Stop(StopReason.AllPartitionsIdle),
            _crime);
        Assert.Equal(Outcome.Fail, outcome);
        Assert.Equal(2, reasons.Count);
    }

    [Fact]
    public void A_limit_that_nobody_asked_for_is_a_timeout() => AssertOutcome(
        Outcome.Timeout,
        "The limit came before the end of general.",
        Records.Boot + Records.End(0) + Records.Stop(StopReason.FrameLimitReached),
        Expectation.AllEndWell);

    [Fact]
    public void A_limit_that_the_user_asked_for_passes() => AssertPasses(
        Records.Boot + Records.Stop(StopReason.FrameLimitReached),
        new Expectation { LimitIsExpected = true });

    [Fact]
    public void A_limit_that_the_user_asked_for_forgives_no_exit_code() => AssertOutcome(
        Outcome.Fail,
        "safety ended with exit code 1.",
        Records.Boot + Records.End(0, 1) + Records.Stop(StopReason.FrameLimitReached),
        new Expectation { LimitIsExpected = true });

    [Fact]
    public void A_restart_that_nobody_expects_fails() => AssertOutcome(
        Outcome.Fail,
        "general was started again once, and no restart was expected.",
        Records.Boot + Records.Health(Records.Restart(1, 1, 1)) + Records.End(0) + Records.End(1)
        + Records.Stop(StopReason.AllPartitionsIdle),
        new Expectation { Errors = [new ExpectedError("general", HealthEvent.UnexpectedTrap)] });

    [Fact]
    public void As_many_restarts_as_expected_pass_and_their_event_is_expected_once() => AssertPasses(
        Records.Boot + Records.Health(Records.Restart(1, 1, 1)) + Records.Health(Records.Restart(1, 2, 2)) + Records.End(0)
        + Records.End(1) + Records.Stop(StopReason.AllPartitionsIdle),
        _crashes);

    [Fact]
    public void A_restart_too_few_fails() => AssertOutcome(
        Outcome.Fail,
        "general was started again once, and 2 times was expected.",
        Records.Boot + Records.Health(Records.Restart(1, 1, 1)) + Records.End(0) + Records.End(1)
        + Records.Stop(StopReason.AllPartitionsIdle),
        _crashes);

    [Fact]
    public void A_partition_that_was_started_again_and_never_ended_is_told_when_all_are_idle() => AssertOutcome(
        Outcome.Fail,
        "general is idle but told neither an end nor an error.",
        Records.Boot + Records.Health(Records.Restart(1, 2, 2)) + Records.End(0) + Records.Stop(StopReason.AllPartitionsIdle),
        _crashes);

    [Fact]
    public void A_log_that_goes_backwards_fails() => AssertOutcome(
        Outcome.Fail,
        "The health log cannot be true: record 2 of partition 1 came after record 2.",
        Records.Boot + Records.Health(Records.Restart(1, 2, 2)) + Records.Health(Records.Restart(1, 2, 2)) + Records.End(0)
        + Records.End(1) + Records.Stop(StopReason.AllPartitionsIdle),
        _crashes);

    [Theory]
    [InlineData(1u, null)]
    [InlineData(0u, "Schedule cruise ran at the end, not maintenance.")]
    [InlineData(7u, "Schedule 7 ran at the end, not maintenance.")]
    public void The_schedule_at_the_end_is_the_one_that_is_expected(uint index, string? reason)
    {
        Expectation expectation = new() { Schedule = new ExpectedSchedule("maintenance", ["cruise", "maintenance"]) };
        StopRecord stop = new() { Reason = StopReason.AllPartitionsIdle, PartitionIndex = uint.MaxValue, ScheduleIndex = index };
        (Outcome _, IReadOnlyList<string> reasons) = Decide(
            Records.Boot + Records.End(0) + Records.End(1) + WireRecord.Write(WireRecordKind.Stop, stop), expectation);
        Assert.Equal(reason, reasons.SingleOrDefault());
    }

    [Fact]
    public void A_stop_that_the_plan_wants_for_an_expected_event_passes() => AssertPasses(
        Records.Boot + Records.Error(1, HealthEvent.MemoryViolation)
        + WireRecord.Write(
            WireRecordKind.Stop,
            new StopRecord { Reason = StopReason.HealthAction, Detail0 = (ulong)HealthEvent.MemoryViolation, Detail1 = 1 }),
        _crime);

    [Fact]
    public void A_stop_that_the_plan_wants_for_another_event_fails_and_is_no_crash()
    {
        (Outcome outcome, IReadOnlyList<string> reasons) = Decide(
            Records.Boot + WireRecord.Write(
                WireRecordKind.Stop,
                new StopRecord { Reason = StopReason.HealthAction, Detail0 = (ulong)HealthEvent.Watchdog, Detail1 = uint.MaxValue }),
            Expectation.AllEndWell);
        Assert.Equal(Outcome.Fail, outcome);
        Assert.StartsWith("HealthAction: ", Assert.Single(reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_garbled_line_fails()
    {
        (Outcome outcome, IReadOnlyList<string> reasons) =
            Decide(_good.Replace("#03", "nonsense\n#03"), Expectation.AllEndWell);
        Assert.Equal(Outcome.Fail, outcome);
        Assert.Contains("neither a record nor a partition's text: nonsense", Assert.Single(reasons));
    }

    [Fact]
    public void A_refused_blob_fails_in_words() => AssertOutcome(
        Outcome.Fail,
        "BlobMagic: The blob does not begin with the magic number. (what it begins with: 0x0)",
        Records.Stop(StopReason.BlobMagic),
        Expectation.AllEndWell);

    [Fact]
    public void A_kernel_that_stops_by_its_own_fault_is_a_crash() =>
        Assert.Equal(Outcome.Crash, Decide(
            Records.Boot + Records.Stop(StopReason.HostException), Expectation.AllEndWell).Outcome);

    [Fact]
    public void A_machine_that_dies_is_a_crash() => AssertOutcome(
        Outcome.Crash, "The machine ended and the kernel had not said why.",
        Records.Boot, Expectation.AllEndWell, RunEnding.MachineDied);

    [Fact]
    public void A_machine_that_hangs_is_a_timeout() => AssertOutcome(
        Outcome.Timeout, "The kernel did not stop in time.",
        Records.Boot, Expectation.AllEndWell, RunEnding.GuardExpired);

    [Fact]
    public void A_reset_that_was_expected_is_good() => AssertPasses(
        $"{Records.Boot}{Records.Reset}{Records.Boot}{Records.Stop(StopReason.AllPartitionsIdle)}".Replace(
            Records.Stop(StopReason.AllPartitionsIdle),
            Records.End(0) + Records.End(1) + Records.Stop(StopReason.AllPartitionsIdle),
            StringComparison.Ordinal),
        new Expectation { Resets = 1 });

    [Fact]
    public void A_reset_that_did_not_come_is_a_failure() => AssertOutcome(
        Outcome.Fail, "The machine was reset 0 times, not 1 times.",
        Records.Boot + Records.End(0) + Records.End(1) + Records.Stop(StopReason.AllPartitionsIdle),
        new Expectation { Resets = 1 });

    [Fact]
    public void A_reset_too_many_is_a_crash_with_the_words_of_its_record()
    {
        (Outcome outcome, IReadOnlyList<string> reasons) = Decide(
            $"{Records.Boot}{Records.Reset}{Records.Crash()}{Records.Boot}", Expectation.AllEndWell, RunEnding.MachineReset);
        Assert.Equal(Outcome.Crash, outcome);
        Assert.StartsWith("The machine was reset. HostException:", Assert.Single(reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_line_that_no_boot_follows_is_a_crash() => Assert.Equal(
        Outcome.Crash, Decide(Records.Boot + "\n" + Records.Stop(StopReason.AllPartitionsIdle), Expectation.AllEndWell).Outcome);

    private static void AssertPasses(string console, Expectation expectation)
    {
        (Outcome outcome, IReadOnlyList<string> reasons) = Decide(console, expectation);
        Assert.Empty(reasons);
        Assert.Equal(Outcome.Pass, outcome);
    }

    private static void AssertOutcome(
        Outcome expected, string reason, string console, Expectation expectation, RunEnding ending =
            RunEnding.KernelStopped)
    {
        (Outcome outcome, IReadOnlyList<string> reasons) = Decide(console, expectation, ending);
        Assert.Equal(reason, Assert.Single(reasons));
        Assert.Equal(expected, outcome);
    }

    private static (Outcome Outcome, IReadOnlyList<string> Reasons) Decide(
        string console, Expectation expectation, RunEnding ending = RunEnding.KernelStopped)
    {
        Transcript transcript = new(["safety", "general"]);
        DecoderFixture.Decode(console).ForEach(transcript.Add);
        return Judge.Decide(new RunResult(ending, transcript, [], null), expectation);
    }
}
