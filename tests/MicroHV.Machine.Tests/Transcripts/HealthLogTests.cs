// What a run makes of the health log.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Transcripts;

public sealed class HealthLogTests
{
    [Fact]
    public void A_record_with_its_checksum_is_a_record()
    {
        HealthLogEvent told = Assert.IsType<HealthLogEvent>(Decode(Records.Health(Records.Restart(0, 1, 1))));
        Assert.Equal(HealthEvent.UnexpectedTrap, told.Record.Event);
    }

    [Fact]
    public void A_record_with_any_flipped_bit_is_garbled()
    {
        string line = Records.Health(Records.Restart(0, 1, 1));
        for (int digit = "#07 ".Length; digit < line.Length - 1; digit++)
        {
            char flipped = "0123456789abcdef"[Convert.ToInt32(line[digit].ToString(), 16) ^ 4];
            GarbledEvent garbled = Assert.IsType<GarbledEvent>(Decode(line[..digit] + flipped + line[(digit + 1)..]));
            Assert.Equal("a health record with a wrong checksum", garbled.Why);
        }
    }

    [Fact]
    public void A_record_of_no_partition_is_garbled_and_one_of_the_module_is_not()
    {
        Assert.IsType<GarbledEvent>(Decode(Records.Health(Records.Restart(2, 1, 1))));
        Assert.IsType<HealthLogEvent>(Decode(Records.Health(Records.Restart(HealthRecord.Module, 1, 0))));
    }

    [Fact]
    public void What_is_missing_is_counted_for_each_partition_by_itself()
    {
        Transcript transcript = Read(
            Records.Restart(0, 1, 1), Records.Restart(1, 3, 1), Records.Restart(HealthRecord.Module, 1, 0), Records.Restart(0, 5, 2));
        Assert.Equal(5UL, transcript.Health.LostCount);
        Assert.Equal(4, transcript.Health.Records.Count);
        Assert.Empty(transcript.Health.Faults);
    }

    [Fact]
    public void Numbers_that_come_again_and_times_that_go_back_are_told()
    {
        HealthRecord early = Records.Restart(0, 3, 3) with { TimeNanoseconds = 1 };
        Transcript transcript = Read(Records.Restart(0, 2, 2), early, Records.Restart(0, 3, 3));
        Assert.Equal(
            ["record 3 of partition 0 is older than the one before it", "record 3 of partition 0 came after record 3"],
            transcript.Health.Faults);
    }

    [Fact]
    public void Another_boot_begins_the_numbers_anew()
    {
        Transcript transcript = new(["safety", "general"]);
        transcript.Add(new BootEvent(default));
        transcript.Add(new HealthLogEvent(Records.Restart(0, 1, 1)));
        transcript.Add(new BootEvent(default));
        transcript.Add(new HealthLogEvent(Records.Restart(0, 1, 1)));
        Assert.Empty(transcript.Health.Faults);
        Assert.Equal(0UL, transcript.Health.LostCount);
    }

    [Fact]
    public void A_partition_is_in_the_mode_that_the_last_answer_left_it_in()
    {
        PartitionTranscript partition = Read(Records.Restart(0, 1, 1)).Partitions[0];
        Assert.Equal((PartitionMode.Normal, 1u), (partition.Mode, partition.RestartCount));
        partition = Read(
            Records.Restart(0, 1, 1), Records.Restart(0, 2, 1) with { Action = (uint)HealthAction.SwitchSchedule }).Partitions[0];
        Assert.Equal((PartitionMode.Idle, 1u), (partition.Mode, partition.RestartCount));
    }

    [Fact]
    public void A_dump_that_comes_behind_its_answer_does_not_end_the_partition()
    {
        PartitionErrorRecord dump = Records.Dump(0, HealthEvent.MemoryViolation);
        HealthRecord answer = Records.Restart(0, 1, 1) with { Event = HealthEvent.MemoryViolation, Rip = dump.State.Rip };
        Transcript transcript = Read(answer);
        transcript.Add(new PartitionErrorEvent(dump));
        Assert.Equal(PartitionMode.Normal, transcript.Partitions[0].Mode);
        Assert.Equal([HealthEvent.MemoryViolation], transcript.Partitions[0].Events);
    }

    [Fact]
    public void A_partition_that_ended_and_writes_runs_again()
    {
        Transcript transcript = Read();
        transcript.Add(new PartitionEndEvent(new PartitionEndRecord { Mode = PartitionMode.Idle }));
        Assert.Equal(PartitionMode.Idle, transcript.Partitions[0].Mode);
        transcript.Add(new PartitionTextEvent(0, "on air again"u8.ToArray(), true));
        Assert.Equal(PartitionMode.Normal, transcript.Partitions[0].Mode);
        Assert.Null(transcript.Partitions[0].EndRecord);
    }

    private static Transcript Read(params HealthRecord[] records)
    {
        Transcript transcript = new(["safety", "general"]);
        DecoderFixture.Decode(Records.Boot + string.Concat(records.Select(Records.Health))).ForEach(transcript.Add);
        return transcript;
    }

    private static TranscriptEvent Decode(string line) => DecoderFixture.Decode(Records.Boot + line)[1];
}
