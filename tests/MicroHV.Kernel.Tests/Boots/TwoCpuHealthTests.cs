// A partition with virtual CPUs on two CPUs: one life for both, whoever ends it.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

public sealed class TwoCpuHealthTests
{
    private const int EventCount = (int)HealthActionRecord.EventCount;

    private static readonly GuestExit _crime = GuestExit.Touch(0x7000_0008, RegionRights.Write);

    public static TheoryData<ProcessorKind, HealthAction, int> Ways
    {
        get
        {
            TheoryData<ProcessorKind, HealthAction, int> ways = [];
            foreach (ProcessorKind kind in EveryProcessor.Kinds.Select(row => row.Data))
            {
                foreach (HealthAction action in (HealthAction[])[HealthAction.WarmStart, HealthAction.ColdStart])
                {
                    ways.Add(kind, action, 0);
                    ways.Add(kind, action, 1);
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_error_of_one_virtual_CPU_starts_both_again(ProcessorKind kind, HealthAction action, int wrong)
    {
        using KernelMachine kernel = Machine(kind);
        kernel.Guests.Add((uint)wrong, new GuestStep(20_000, _crime));
        List<(uint Vcpu, ulong Rax)> entries = [];
        kernel.Guests.OnRun = (ref vcpu) =>
        {
            entries.Add((vcpu.Index, vcpu.Registers.Rax));
            vcpu.Registers.Rax = 7;
        };
        HealthRecord record = Assert.Single(Run(kernel, action, frames: 8));
        Assert.Equal((1u, (uint)action, (uint)wrong), (record.RestartCount, record.Action, record.VcpuIndex));
        Assert.Equal(2, entries.Count(entry => entry == (0u, 0ul)));
        Assert.Equal(2, entries.Count(entry => entry == (1u, 0ul)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Two_errors_at_the_same_moment_are_one_event(int firstOfEqual)
    {
        using KernelMachine kernel = Machine(ProcessorKind.Intel);
        kernel.Machine.FirstOfEqual = firstOfEqual;
        for (ulong ticks = 20_000; ticks < 20_400; ticks += 20)
        {
            kernel.Guests.Add(0, new GuestStep(20_200, _crime));
            kernel.Guests.Add(1, new GuestStep(ticks, _crime));
        }

        // The serial line is too slow for all of them, and says so by their numbers.
        HealthRecord[] log = Run(kernel, HealthAction.WarmStart, frames: 80);
        Assert.All(log, record => Assert.Equal(record.Sequence, record.RestartCount));
        Assert.InRange(log[^1].Sequence, 20ul, 40ul);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Two_requests_at_the_same_moment_are_one_start(int firstOfEqual)
    {
        using KernelMachine kernel = Machine(ProcessorKind.Amd);
        kernel.Machine.FirstOfEqual = firstOfEqual;
        for (ulong ticks = 20_000; ticks < 20_400; ticks += 20)
        {
            kernel.Guests.Add(0, Ask(20_200, Hypercall.SetPartitionMode, (ulong)PartitionMode.ColdStart));
            kernel.Guests.Add(1, Ask(ticks, Hypercall.SetPartitionMode, (ulong)PartitionMode.ColdStart));
        }

        Assert.Empty(Run(kernel, HealthAction.WarmStart, frames: 80));
        Assert.Empty(kernel.Guests.Refused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Two_ends_at_the_same_moment_are_one_end(int firstOfEqual)
    {
        for (ulong ticks = 20_000; ticks < 20_400; ticks += 20)
        {
            using KernelMachine kernel = Machine(ProcessorKind.Intel);
            kernel.Machine.FirstOfEqual = firstOfEqual;
            kernel.Guests.Add(0, Ask(20_200, Hypercall.Report, 3));
            kernel.Guests.Add(1, Ask(ticks, Hypercall.Report, 3));
            List<TranscriptEvent> events = kernel.Run(Blob(HealthAction.WarmStart, 4).Sealed(), partitionCount: 1);
            Assert.Single(events.OfType<PartitionEndEvent>());
        }
    }

    private static GuestStep Ask(ulong ticks, Hypercall call, ulong first) =>
        new(ticks, GuestExit.Hypercall(call == Hypercall.Report ? ProcessorKind.Intel : ProcessorKind.Amd, call, first));

    private static HealthRecord[] Run(KernelMachine kernel, HealthAction action, ulong frames) =>
    [
        .. kernel.Run(Blob(action, frames).Sealed(), partitionCount: 1).OfType<HealthLogEvent>().Select(entry => entry.Record),
    ];

    private static KernelMachine Machine(ProcessorKind kind)
    {
        KernelMachine kernel = new(kind, cpuCount: 2);
        kernel.Machine.Cpus[1].Apic.ApicId = 6;
        return kernel;
    }

    // The first partition of the system of two CPUs, with the second one's virtual CPU, in windows that begin together.
    private static BlobEditor Blob(HealthAction action, ulong frames)
    {
        BlobEditor blob = new(SmallSystem.BlobOfTwoCpus(frames));
        ref PartitionRecord partition = ref blob.Partitions[0];
        partition.VcpuCount = 2;
        partition.RestartBudget = PartitionRecord.MaxRestartBudget;
        partition.RestartPeriodNanoseconds = 1;
        blob.Vcpus[1].PartitionIndex = 0;
        blob.Windows[2].StartNanoseconds = 0;
        blob.HealthActions[EventCount + (int)HealthEvent.MemoryViolation] =
            new HealthActionRecord { Action = action, Flags = HealthFlags.Log };
        ref SystemHeader header = ref blob.Header;
        header.Partitions.Count = 1;
        header.Regions.Count = partition.RegionCount;
        header.Copies.Count = partition.CopyCount;
        header.Fixups.Count = partition.FixupCount;
        header.CpuidMasks.Count = partition.CpuidMaskCount;
        header.HealthActions.Count = 2 * (uint)EventCount;
        header.ChangeActions.Count = 1;
        return blob;
    }
}
