// What a run asks of the kernel beyond the plan.
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Blobs;

/// <summary>The fields of the blob's header that belong to a run and not to the system.</summary>
public sealed record BlobOptions
{
    /// <summary>Major frames after which the kernel stops; 0 means never.</summary>
    public ulong FrameLimit { get; init; }

    /// <summary>What the kernel does beyond running partitions.</summary>
    public SystemOptions Options { get; init; } = SystemOptions.None;

    /// <summary>What the trace pages of this run repeat; a number that no guest can guess.</summary>
    public uint TraceKey { get; init; }
}
