// Where the kernel's own memory lies.
namespace MicroHV.Partitions.Plans;

/// <summary>The kernel's memory, from its image to the crash frame behind its pool, without a gap between the parts.</summary>
/// <param name="Layout">Where kernel.elf was linked.</param>
/// <param name="BlobSizeBytes">Size of the blob, a multiple of 4 KiB.</param>
/// <param name="PoolFrames">Frames of 4 KiB that the kernel may hand out at boot.</param>
public readonly record struct KernelPlan(KernelLayout Layout, ulong BlobSizeBytes, ulong PoolFrames)
{
    /// <summary>First address of the blob.</summary>
    public ulong BlobBase => Layout.BlobStart;

    /// <summary>First address of the pool.</summary>
    public ulong PoolBase => BlobBase + BlobSizeBytes;

    /// <summary>Size of the pool in bytes.</summary>
    public ulong PoolSizeBytes => PoolFrames * RegionPlan.PageSizeBytes;

    /// <summary>The frame that keeps crash records: behind the pool, where no loader writes.</summary>
    public ulong CrashFrame => PoolBase + PoolSizeBytes;

    /// <summary>All of the kernel's memory.</summary>
    public AddressRange Memory => new(Layout.ImageStart, CrashFrame + RegionPlan.PageSizeBytes - Layout.ImageStart);
}
