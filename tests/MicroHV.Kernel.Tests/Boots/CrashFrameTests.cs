// The frame that outlives a reset: nothing in it is believed that is not exactly what was written.
using System.Numerics;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Host;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class CrashFrameTests
{
    private const ulong Frame = 0x5000;
    private const uint Code = 0x1234_5678;

    [Theory]
    [InlineData(CrashKind.Stop, CrashRecord.ShortSizeBytes)]
    [InlineData(CrashKind.PartitionError, CrashRecord.ShortSizeBytes)]
    public void Any_flipped_bit_of_a_record_is_noticed(CrashKind kind, uint sizeBytes)
    {
        using SoftwareMachine machine = new(0x1_0000);
        Write(kind);
        byte[] good = new ReadOnlySpan<byte>(machine.Ram(Frame), 0x1000).ToArray();
        for (int bit = 0; bit < 8 * (int)sizeBytes; bit++)
        {
            good.CopyTo(new Span<byte>(machine.Ram(Frame), 0x1000));
            machine.Ram(Frame)[((int)kind * 0x600) + (bit / 8)] ^= (byte)(1 << (bit % 8));
            CrashFrame frame = default;
            Assert.Equal(CrashFrame.Refused << (int)kind, frame.Open(Frame, Code));
            Assert.True(frame.Find(kind) is null);
        }

        good.CopyTo(new Span<byte>(machine.Ram(Frame), 0x1000));
        CrashFrame whole = default;
        Assert.Equal(CrashFrame.Found << (int)kind, whole.Open(Frame, Code));
        Assert.True(whole.Find(kind) is not null);
    }

    [Fact]
    public void Memory_that_nobody_wrote_is_no_record_and_no_reason_to_complain()
    {
        using SoftwareMachine machine = new(0x1_0000);
        for (int seed = 0; seed < 1_000; seed++)
        {
            new Random(seed).NextBytes(new Span<byte>(machine.Ram(Frame), 0x1000));
            CrashFrame frame = default;
            Assert.Equal(0u, frame.Open(Frame, Code));
        }
    }

    [Fact]
    public void The_magic_numbers_are_far_from_each_other_and_from_nothing()
    {
        Assert.InRange(BitOperations.PopCount(CrashRecord.ExpectedMagic), 17, 64);
        Assert.InRange(BitOperations.PopCount(CrashRecord.ExpectedMagic ^ LifeMark.ExpectedMagic), 9, 64);
    }

    [Fact]
    public void The_error_of_a_partition_is_kept_with_its_registers_until_it_is_forgotten()
    {
        using SoftwareMachine machine = new(0x1_0000);
        Write(CrashKind.PartitionError);
        CrashFrame frame = default;
        _ = frame.Open(Frame, Code);
        CrashRecord* record = frame.Find(CrashKind.PartitionError);
        Assert.Equal((HealthEvent.PortViolation, 0x1234ul), (record->LastEvent.Event, record->LastEvent.Rip));
        frame.Note(Event(HealthEvent.MemoryViolation));
        Assert.Equal((HealthEvent.PortViolation, 1u), (record->LastEvent.Event, record->LaterCount));
        frame.Forget(CrashKind.PartitionError);
        Assert.True(frame.Find(CrashKind.PartitionError) is null);
        frame.Note(Event(HealthEvent.MemoryViolation));
        Assert.Equal(HealthEvent.MemoryViolation, frame.Find(CrashKind.PartitionError)->LastEvent.Event);
    }

    [Theory]
    [InlineData(HealthEvent.DeadlineMissed)]
    [InlineData(HealthEvent.WindowOverrun)]
    [InlineData(HealthEvent.None)]
    public void What_is_no_error_is_remembered_for_a_stop_that_may_follow(HealthEvent healthEvent)
    {
        using SoftwareMachine machine = new(0x1_0000);
        CrashFrame frame = default;
        _ = frame.Open(Frame, Code);
        frame.Note(Event(healthEvent));
        Assert.True(frame.Find(CrashKind.PartitionError) is null);
        frame.KeepStop(new StopRecord { Reason = StopReason.FailedCheck }, 0, 0);
        Assert.Equal(healthEvent, frame.Find(CrashKind.Stop)->LastEvent.Event);
    }

    [Fact]
    public void While_another_CPU_writes_an_error_a_second_one_is_only_remembered()
    {
        using SoftwareMachine machine = new(0x1_0000);
        CrashFrame frame = default;
        _ = frame.Open(Frame, Code);
        Assert.True(frame.TryTake());
        frame.Note(Event(HealthEvent.PortViolation));
        Assert.True(frame.Find(CrashKind.PartitionError) is null);
        frame.Release();
        frame.Note(Event(HealthEvent.MemoryViolation));
        Assert.Equal(HealthEvent.MemoryViolation, frame.Find(CrashKind.PartitionError)->LastEvent.Event);
    }

    [Fact]
    public void A_refused_entry_goes_with_the_error_that_it_led_to()
    {
        using SoftwareMachine machine = new(0x1_0000);
        CrashFrame frame = default;
        _ = frame.Open(Frame, Code);
        EntryFailureRecord* entry = (EntryFailureRecord*)machine.Ram(0x8000);
        entry->ValueCount = 77;
        frame.NoteEntry(ref *entry);
        frame.Note(Event(HealthEvent.EntryFailed));
        CrashRecord* record = frame.Find(CrashKind.PartitionError);
        Assert.Equal(((uint)sizeof(CrashRecord), 77u), (record->SizeBytes, record->Entry.ValueCount));
        CrashFrame next = default;
        Assert.Equal(CrashFrame.Found << 1, next.Open(Frame, Code));
    }

    [Fact]
    public void Without_a_frame_nothing_is_kept()
    {
        using SoftwareMachine machine = new(0x1_0000);
        CrashFrame frame = default;
        Assert.Equal(0u, frame.Open(0, Code));
        frame.BeginLife(1, 2);
        frame.Note(Event(HealthEvent.PortViolation));
        frame.KeepStop(default, 0, 0);
        frame.EndLife();
        Assert.True(frame.Find(CrashKind.Stop) is null);
        Assert.Equal(-1, new ReadOnlySpan<byte>(machine.Ram(0), 0x1_0000).IndexOfAnyExcept((byte)0));
    }

    private static void Write(CrashKind kind)
    {
        CrashFrame frame = default;
        _ = frame.Open(Frame, Code);
        if (kind == CrashKind.Stop)
        {
            frame.KeepStop(new StopRecord { Reason = StopReason.HostException, Rip = 0x10_1234 }, 0, 0);
        }
        else
        {
            frame.Note(Event(HealthEvent.PortViolation));
        }

        frame.EndLife();
    }

    private static HealthRecord Event(HealthEvent healthEvent) => new() { Event = healthEvent, Sequence = 1, Rip = 0x1234 };
}
