// What the boot CPU makes and all CPUs then share.
namespace MicroHV.Kernel.Root;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;

/// <summary>
/// Lives on the boot CPU's stack, in a frame that is never left. Once the CPUs are let go nothing of it changes but the count of
/// partitions that are not idle, the choice of the schedule, and what is checked next.
/// </summary>
internal struct KernelState
{
    /// <summary>The plan.</summary>
    internal SystemConfig Config;

    /// <summary>What every CPU has.</summary>
    internal ProcessorFeatures Processor;

    /// <summary>Whose backend runs.</summary>
    internal Vendor Vendor;

    /// <summary>Frames for whoever boots: CPUs do so one after the other.</summary>
    internal FramePool Pool;

    /// <summary>Trace pages, those of CPU 0 first.</summary>
    internal HostPhysical TraceFrames;

    /// <summary>The partitions.</summary>
    internal PartitionTable Table;

    /// <summary>What checks the partitions' nested tables.</summary>
    internal NestedScrubber NestedScrubber;

    /// <summary>The windows of all schedules.</summary>
    internal WindowTable Windows;

    /// <summary>The addresses of the tables by which time is given, in one word.</summary>
    internal readonly ulong Places => Windows.Address ^ Table.Address;

    /// <summary>Which schedule runs.</summary>
    internal ScheduleChoice Schedules;

    /// <summary>What only the machine knows and guests are told.</summary>
    internal MachineNumbers Numbers;

    /// <summary>The conversation with the CPU that starts.</summary>
    internal TscComparison Comparison;

    /// <summary>TSC at the start of major frame 0; 0 until all is ready. Seeing it lets the CPUs go.</summary>
    internal ulong EpochTsc;
}
