// Each class from the evidence that makes it, and from no other.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;

namespace MicroHV.Campaigns.Tests.Outcomes;

public sealed class OracleTests
{
    private const int Target = 1;

    private static readonly Fault _fault =
        new("register", FaultKinds.BitFlip, Target, "R12", 0, 3, FaultTriggers.Entry, 2, 0);

    private static readonly PartitionEvidence _partition = new()
    {
        Regions = [new RegionEvidence(0x1000, "ram", 1), new RegionEvidence(SmallSystem.HostOf(0, SmallSystem.Mailbox), "mailbox", 2)],
        Console = [1, 2],
        Errors = [],
        FirstError = null,
        EndCode = null,
        Progress = 5,
        Refusals = 0,
        Lives = [new LifeEvidence(10, 7)],
    };

    private static readonly RunEvidence _golden = new()
    {
        Partitions = [_partition, _partition],
        Windows = [new WindowEvidence(0, 10, 500, 0), new WindowEvidence(1, 1_010, 1_500, 1_000)],
        Stop = new StopRecord { Reason = StopReason.FrameLimitReached, Frames = 4 },
        Ending = "",
        Garbled = 0,
        Injected = null,
        WindowBound = 50,
    };

    private static readonly RunEvidence _same = _golden with { Injected = 100 };

    [Fact]
    public void What_is_as_in_the_golden_run_had_no_effect() => AssertIs(OutcomeClass.N, _same);

    [Fact]
    public void A_refused_request_that_changed_nothing_is_masked() =>
        AssertIs(OutcomeClass.M, Of(Target, _partition with { Refusals = 1 }));

    [Fact]
    public void An_error_of_the_target_is_contained_and_its_time_is_the_latency()
    {
        Judgement judgement = AssertIs(OutcomeClass.C, Of(Target, _partition with { Errors = ["MemoryViolation"], FirstError = 350, Progress = 2 }));
        Assert.Equal(250, judgement.Detected);
        Assert.Null(judgement.Recovered);
    }

    [Fact]
    public void The_first_entry_of_the_next_life_ends_the_recovery() => Assert.Equal(450, AssertIs(OutcomeClass.C, Restarted(7)).Recovered);

    [Fact]
    public void A_cold_start_that_leaves_memory_of_the_life_before_is_an_isolation_violation()
    {
        Judgement judgement = AssertIs(OutcomeClass.I, Restarted(8));
        Assert.Equal("general: its life 2 began with memory that is not as at boot", judgement.Why);
    }

    // A warm start keeps memory, and a fault in memory changes it.
    [Fact]
    public void Memory_that_nobody_promised_to_clear_says_nothing()
    {
        RunEvidence cold = Restarted(8);
        AssertIs(OutcomeClass.C, Of(Target, cold.Partitions[Target] with { ColdStarts = [] }));
        Judgement judgement = new Oracle(SmallSystem.Plan, _golden).Judge(_fault with { Location = "memory" }, cold);
        Assert.Equal(OutcomeClass.C, judgement.Outcome);
    }

    [Fact]
    public void Less_progress_without_an_error_is_a_hang() => AssertIs(OutcomeClass.H, Of(Target, _partition with { Progress = 4 }));

    [Fact]
    public void Other_output_of_the_target_without_an_error_is_silent_corruption() =>
        AssertIs(OutcomeClass.S, Of(Target, _partition with { Console = [1, 3] }));

    [Fact]
    public void Memory_of_the_target_alone_is_silent_corruption() => AssertIs(OutcomeClass.S, Of(Target, WithHash(0, 9)));

    [Fact]
    public void Memory_of_another_is_an_isolation_violation() => AssertIs(OutcomeClass.I, Of(0, WithHash(0, 9)));

    [Fact]
    public void Output_of_another_is_an_isolation_violation() => AssertIs(OutcomeClass.I, Of(0, _partition with { Console = [] }));

    [Fact]
    public void An_error_of_another_is_an_isolation_violation() =>
        AssertIs(OutcomeClass.I, Of(0, _partition with { Errors = ["MemoryViolation"], FirstError = 1 }));

    [Fact]
    public void An_isolation_violation_is_graver_than_an_error_of_the_target()
    {
        RunEvidence run = Of(Target, _partition with { Errors = ["MemoryViolation"], FirstError = 350 });
        AssertIs(OutcomeClass.I, run with { Partitions = [WithHash(0, 9), run.Partitions[1]] });
    }

    // `general` may only read the mailbox, and `safety` may write it.
    [Fact]
    public void What_the_target_may_write_by_the_plan_says_nothing_about_isolation()
    {
        AssertIs(OutcomeClass.I, Of(0, WithHash(1, 9)));
        Fault ofSafety = _fault with { Partition = 0 };
        Judgement judgement = new Oracle(SmallSystem.Plan, _golden).Judge(ofSafety, Of(1, WithHash(1, 9)));
        Assert.Equal(OutcomeClass.N, judgement.Outcome);
    }

    [Fact]
    public void A_window_that_is_late_in_the_golden_run_too_is_an_isolation_violation()
    {
        WindowEvidence late = new(0, 5_000, 6_000, 0);
        RunEvidence golden = _golden with { Windows = [late, _golden.Windows[1]] };
        Judgement judgement = new Oracle(SmallSystem.Plan, golden).Judge(_fault, golden with { Injected = 100 });
        Assert.Equal(OutcomeClass.I, judgement.Outcome);
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(51, true)]
    public void A_window_of_another_may_move_by_the_bound_and_no_more(long late, bool isViolation) => AssertIs(
        isViolation ? OutcomeClass.I : OutcomeClass.N,
        _same with { Windows = [_same.Windows[0] with { Start = 10 + late }, _same.Windows[1]] });

    [Fact]
    public void A_window_of_another_that_is_missing_is_an_isolation_violation() =>
        AssertIs(OutcomeClass.I, _same with { Windows = [_same.Windows[1]] });

    [Fact]
    public void Windows_of_the_target_itself_may_move() =>
        AssertIs(OutcomeClass.N, _same with { Windows = [_same.Windows[0], _same.Windows[1] with { End = 1_900 }] });

    [Fact]
    public void A_stop_that_nobody_planned_is_controlled_if_there_is_a_record() => AssertIs(
        OutcomeClass.P, _same with { Stop = new StopRecord { Reason = StopReason.HostException, Frames = 2 } });

    [Fact]
    public void A_stop_after_other_frames_is_no_planned_one() => AssertIs(
        OutcomeClass.P, _same with { Stop = new StopRecord { Reason = StopReason.FrameLimitReached, Frames = 3 } });

    [Fact]
    public void Without_a_record_the_end_is_uncontrolled() => AssertIs(OutcomeClass.X, _same with { Stop = null, Ending = "silence" });

    [Fact]
    public void A_line_that_cannot_be_read_is_uncontrolled() => AssertIs(OutcomeClass.X, _same with { Garbled = 1 });

    [Fact]
    public void A_trigger_that_was_not_reached_decides_nothing() => AssertIs(OutcomeClass.E, _golden);

    [Fact]
    public void A_failed_experiment_decides_nothing_whatever_else_there_is() =>
        AssertIs(OutcomeClass.E, _same with { Failure = "the workload failed", Stop = null });

    private static RunEvidence Restarted(ulong memory) => Of(Target, _partition with
    {
        Errors = ["MemoryViolation"],
        FirstError = 350,
        ColdStarts = [350],
        Lives = [new LifeEvidence(10, 7), new LifeEvidence(800, memory)],
    });

    private static Judgement AssertIs(OutcomeClass expected, RunEvidence run)
    {
        Judgement judgement = new Oracle(SmallSystem.Plan, _golden).Judge(_fault, run);
        Assert.Equal(expected, judgement.Outcome);
        return judgement;
    }

    private static RunEvidence Of(int partition, PartitionEvidence evidence) =>
        _same with { Partitions = [.. _same.Partitions.Select((old, index) => index == partition ? evidence : old)] };

    private static PartitionEvidence WithHash(int region, ulong hash) => _partition with
    {
        Regions = [.. _partition.Regions.Select((old, index) => index == region ? old with { Hash = hash } : old)],
    };
}
