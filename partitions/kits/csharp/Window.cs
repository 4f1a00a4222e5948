// One turn of a partition.
namespace MicroHV.Guest;

/// <summary>A window of this partition in one major frame, as times on the TSC.</summary>
public struct Window
{
    /// <summary>Number of the major frame, from 0.</summary>
    public ulong Frame;

    /// <summary>Number of the window among the partition's own in that frame.</summary>
    public uint Index;

    /// <summary>TSC at which it begins.</summary>
    public ulong StartTsc;

    /// <summary>TSC at which it ends.</summary>
    public ulong EndTsc;
}
