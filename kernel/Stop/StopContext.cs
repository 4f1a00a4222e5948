// What the dying kernel needs to find from anywhere: its console, and where it was.
namespace MicroHV.Kernel.Stop;

using MicroHV.Kernel.Console;

/// <summary>Lives at a fixed place in the image, so that an exception handler can reach it without a pointer.</summary>
public struct StopContext
{
    /// <summary>The console.</summary>
    public ConsoleDrain Console;

    /// <summary>Complete major frames that have passed.</summary>
    public ulong Frames;

    /// <summary>Index of this CPU in the plan.</summary>
    public uint CpuIndex;

    /// <summary>Index of the partition whose window it is; 0xFFFFFFFF if none.</summary>
    public uint PartitionIndex;

    /// <summary>True once a stop has begun, so that an exception on the way does not start another.</summary>
    public bool IsDying;
}
