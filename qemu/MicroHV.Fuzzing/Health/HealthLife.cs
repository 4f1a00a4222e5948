// What was seen of a kernel whose partitions did wrong.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

namespace MicroHV.Fuzzing.Health;

/// <summary>What a guest had when it was entered: its registers, one byte of its XMM registers, and its partition's RAM.</summary>
internal sealed record GuestEntry(GuestRegisters Registers, ulong Rip, byte Xmm, byte[] Memory);

/// <summary>A run from its first frame to its stop.</summary>
internal sealed record HealthLife
{
    /// <summary>The system.</summary>
    public required HealthCase System { get; init; }

    /// <summary>How the kernel booted.</summary>
    public required BootRecord Boot { get; init; }

    /// <summary>How it stopped.</summary>
    public required StopRecord Stop { get; init; }

    /// <summary>Every stay of a guest on a processor.</summary>
    public required IReadOnlyList<GuestRun> Runs { get; init; }

    /// <summary>What the guest of each run had at its entry; a run without one was over before its first instruction.</summary>
    public required IReadOnlyDictionary<int, GuestEntry> Entries { get; init; }

    /// <summary>Host-physical address of the golden copy of each partition's code; some may share one.</summary>
    public required IReadOnlyList<ulong> GoldenCopies { get; init; }

    /// <summary>True if the machine has been reset.</summary>
    public required bool IsReset { get; init; }

    /// <summary>The records of the log, in the order in which they came.</summary>
    public required IReadOnlyList<HealthRecord> Log { get; init; }

    /// <summary>Ticks that the kernel may take for its own between two guests.</summary>
    public required ulong Bound { get; init; }

    /// <summary>Number of the partition of a virtual CPU.</summary>
    public int PartitionOf(uint vcpu) => System.Plan.Vcpus[(int)vcpu].Partition;
}
