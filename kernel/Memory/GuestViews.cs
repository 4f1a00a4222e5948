// The two regions that a virtual CPU's memory was last read from.
namespace MicroHV.Kernel.Memory;

using System.Runtime.InteropServices;

/// <summary>
/// Usually the page tables and the code of a guest. What is remembered is where the host sees a region, never its contents:
/// regions do not change after boot, and their views are at the same addresses whenever their partition is served.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x30)]
public struct GuestViews
{
    /// <summary>The one that was found last.</summary>
    [FieldOffset(0x00)] public GuestView Latest;

    /// <summary>The one before.</summary>
    [FieldOffset(0x18)] public GuestView Earlier;
}

/// <summary>Where the host sees a region.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x18)]
public struct GuestView
{
    /// <summary>First guest-physical address of the region.</summary>
    [FieldOffset(0x00)] public ulong Start;

    /// <summary>How many addresses from there have eight bytes of the region before them; 0 if this is no view.</summary>
    [FieldOffset(0x08)] public ulong LoadableBytes;

    /// <summary>What must be added to a guest-physical address to get the host's.</summary>
    [FieldOffset(0x10)] public ulong Displacement;
}
