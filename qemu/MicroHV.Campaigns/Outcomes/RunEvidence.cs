// What a run leaves for the oracle.
using MicroHV.Kernel.Abi;

namespace MicroHV.Campaigns.Outcomes;

/// <summary>Memory of a partition at the end.</summary>
/// <param name="HostPhysical">Where it lies.</param>
/// <param name="Name">Name of the region.</param>
/// <param name="Hash">Of all its bytes.</param>
internal readonly record struct RegionEvidence(ulong HostPhysical, string Name, ulong Hash);

/// <summary>A window that a virtual CPU ran in, in nanoseconds after the start of major frame 0.</summary>
/// <param name="Partition">Whose it is.</param>
/// <param name="Start">When the guest was first entered.</param>
/// <param name="End">When it was last left.</param>
/// <param name="PlannedStart">When the plan lets the window begin; the largest number if no window was planned then.</param>
internal readonly record struct WindowEvidence(int Partition, long Start, long End, long PlannedStart);

/// <summary>A life of a partition, from its first entry on.</summary>
/// <param name="Start">When it was first entered, in nanoseconds after the start of major frame 0.</param>
/// <param name="Memory">Hash of its private RAM then; null if this lane does not see it.</param>
internal readonly record struct LifeEvidence(long Start, ulong? Memory);

/// <summary>What one partition did.</summary>
internal sealed record PartitionEvidence
{
    /// <summary>Its memory.</summary>
    public required IReadOnlyList<RegionEvidence> Regions { get; init; }

    /// <summary>What it wrote, as bytes.</summary>
    public required byte[] Console { get; init; }

    /// <summary>Errors that the kernel reported of it and acted on, in order: its dumps, then what the health log says.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Events that the health log names and on which nothing was done.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>When the first of them was, in nanoseconds after the start of major frame 0.</summary>
    public required long? FirstError { get; init; }

    /// <summary>Its lives that were entered, in order.</summary>
    public IReadOnlyList<LifeEvidence> Lives { get; init; } = [];

    /// <summary>When the health monitor had it begin anew from its golden copy.</summary>
    public IReadOnlyList<long> ColdStarts { get; init; } = [];

    /// <summary>The code with which it ended itself; null if it did not.</summary>
    public required ulong? EndCode { get; init; }

    /// <summary>Rounds of its work that it finished.</summary>
    public required ulong Progress { get; init; }

    /// <summary>Requests that the kernel refused with a return code.</summary>
    public required ulong Refusals { get; init; }
}

/// <summary>All that is known of a run.</summary>
internal sealed record RunEvidence
{
    /// <summary>Of each partition.</summary>
    public required IReadOnlyList<PartitionEvidence> Partitions { get; init; }

    /// <summary>Every window that somebody ran in, in order.</summary>
    public required IReadOnlyList<WindowEvidence> Windows { get; init; }

    /// <summary>Why the kernel stopped, if it said so.</summary>
    public required StopRecord? Stop { get; init; }

    /// <summary>How it ended where there is no record.</summary>
    public required string Ending { get; init; }

    /// <summary>Lines that broke the protocol of the serial line.</summary>
    public required int Garbled { get; init; }

    /// <summary>The rule by which the processor first refused to enter a guest, in words; empty if it did not.</summary>
    public string Refused { get; init; } = "";

    /// <summary>When the fault was injected, in nanoseconds after the start of major frame 0; null if it never was.</summary>
    public required long? Injected { get; init; }

    /// <summary>The most by which two good runs differ in when a window begins or ends, in nanoseconds.</summary>
    public required long WindowBound { get; init; }

    /// <summary>What failed in the experiment itself; null if nothing did.</summary>
    public string? Failure { get; init; }
}
