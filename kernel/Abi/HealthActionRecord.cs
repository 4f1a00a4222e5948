// What is done about one event.
namespace MicroHV.Kernel.Abi;

using System;
using System.Runtime.InteropServices;

/// <summary>Recovery actions.</summary>
public enum HealthAction : byte
{
    /// <summary>Nothing: the partition runs on.</summary>
    Ignore = 0,

    /// <summary>The guest gets #GP(0) at the instruction.</summary>
    Propagate = 1,

    /// <summary>The partition enters mode <see cref="PartitionMode.Idle"/>.</summary>
    Idle = 2,

    /// <summary>The partition starts again with its memory kept.</summary>
    WarmStart = 3,

    /// <summary>The partition starts again from its golden copy.</summary>
    ColdStart = 4,

    /// <summary>The partition enters mode <see cref="PartitionMode.Idle"/>, and another schedule follows.</summary>
    SwitchSchedule = 5,

    /// <summary>The kernel stops.</summary>
    Stop = 6,

    /// <summary>The kernel stops and resets the machine.</summary>
    Reset = 7,
}

/// <summary>Whose table answers an event.</summary>
public enum HealthLevel : byte
{
    /// <summary>The partition's own.</summary>
    Partition = 0,

    /// <summary>The module's.</summary>
    Module = 1,
}

/// <summary>What is done beside the action.</summary>
[Flags]
public enum HealthFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A <see cref="HealthRecord"/> is written.</summary>
    Log = 1,
}

/// <summary>
/// One entry of a health table. A table has <see cref="EventCount"/> of them, one for each <see cref="HealthEvent"/>, found by
/// its number.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x8)]
public struct HealthActionRecord
{
    /// <summary>Entries in one table.</summary>
    public const uint EventCount = 16;

    /// <summary>Whose table answers. In the module's own table: <see cref="HealthLevel.Module"/>.</summary>
    [FieldOffset(0x0)] public HealthLevel Level;

    /// <summary>What is done, if this table answers.</summary>
    [FieldOffset(0x1)] public HealthAction Action;

    /// <summary>What is done beside it.</summary>
    [FieldOffset(0x2)] public HealthFlags Flags;

    /// <summary>Zero.</summary>
    [FieldOffset(0x3)] public byte Reserved;

    /// <summary>Index of the schedule that follows after <see cref="HealthAction.SwitchSchedule"/>; else 0.</summary>
    [FieldOffset(0x4)] public uint Schedule;
}
