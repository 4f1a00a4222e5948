// Where the kernel and its blob really are, for the plan to be held against.
namespace MicroHV.Kernel.Config;

/// <summary>Host-physical addresses that the linker and the loader decided.</summary>
public struct KernelPlace
{
    /// <summary>First byte of the kernel's image.</summary>
    public ulong ImageStart;

    /// <summary>First byte of the blob.</summary>
    public ulong BlobStart;
}
