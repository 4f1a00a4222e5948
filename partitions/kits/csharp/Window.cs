// One turn of a partition.
namespace MicroHV.Guest;

/// <summary>A window of this virtual CPU in one major frame, as times on the TSC.</summary>
public struct Window
{
    /// <summary>Number of the major frame, from 0 at the start or at the last change of schedule.</summary>
    public ulong Frame;

    /// <summary>Number of the window, as <see cref="Partition.WindowAt"/> counts.</summary>
    public uint Index;

    /// <summary>TSC at which it begins.</summary>
    public ulong StartTsc;

    /// <summary>TSC at which it ends.</summary>
    public ulong EndTsc;
}
