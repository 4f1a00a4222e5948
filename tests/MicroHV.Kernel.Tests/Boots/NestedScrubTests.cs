// Nested tables in which a bit changed end the kernel at the next sleep that is long enough.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class NestedScrubTests
{
    private const ulong TableSizeBytes = 0x1000;

    // A root, two tables above, and one for each of the two regions' last levels.
    private const int TablesOfPartition = 5;
    private const int BreakingEntry = 5;

    // The software machine's clock has one tick in a nanosecond.
    private const ulong MajorFrameTicks = SmallSystem.MajorFrameNanoseconds;

    public static TheoryData<ProcessorKind, uint, int> Tables
    {
        get
        {
            TheoryData<ProcessorKind, uint, int> tables = [];
            foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
            {
                for (int table = 0; table < TablesOfPartition; table++)
                {
                    tables.Add(kind, 0, table);
                    tables.Add(kind, 1, table);
                }
            }

            return tables;
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_bit_that_changed_in_any_table_is_an_event_of_the_module_within_a_major_frame(
        ProcessorKind kind, uint partition, int table)
    {
        using KernelMachine kernel = new(kind);
        ulong root = 0;
        ulong brokenTsc = 0;
        int entries = 0;
        kernel.Guests.OnRun = (ref vcpu) =>
        {
            if (vcpu.PartitionIndex == partition && ++entries == BreakingEntry)
            {
                root = vcpu.NestedRoot;
                brokenTsc = kernel.Machine.Cpu.Tsc;
                kernel.Machine.Ram(root + ((ulong)table * TableSizeBytes))[TableSizeBytes - 1 - (ulong)table] ^= 0x20;
            }
        };
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(100));
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal((StopReason.ChecksumMismatch, root), (stop.Reason, stop.Detail0));
        Assert.InRange(stop.Tsc - brokenTsc, 1ul, MajorFrameTicks);
        HealthRecord told = Assert.Single(events.OfType<HealthLogEvent>()).Record;
        Assert.Equal((HealthEvent.ChecksumMismatch, HealthRecord.Module), (told.Event, told.PartitionIndex));
        Assert.Equal((stop.Detail0, stop.Detail1), (told.Address, told.Code));
    }

    // Else a guest's first access would look like a fault.
    [Fact]
    public void An_entry_of_nested_paging_is_built_with_what_a_processor_would_set()
    {
        const ulong Accessed = 1 << 5;
        const ulong Dirty = 1 << 6;
        HostPhysical frame = new(0x40_0000);
        Assert.Equal(Accessed, NptEntry.Table(frame) & Accessed);
        for (int level = 1; level <= 3; level++)
        {
            ulong leaf = NptEntry.Leaf(frame, RegionRights.Read, MemoryType.WB, level);
            Assert.Equal(Accessed | Dirty, leaf & (Accessed | Dirty));
        }

        // SDM 3C, "Extended-Page-Table Pointer (EPTP)": without bit 6 a processor writes to no entry.
        Assert.Equal(0ul, EptEntry.Pointer(frame) & (1 << 6));
    }
}
