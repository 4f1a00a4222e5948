// What a change of the schedule does to a partition.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>What happens to a partition at its first window after a change of the schedule: ARINC 653's ScheduleChangeAction.</summary>
public enum ScheduleChangeAction : uint
{
    /// <summary>Nothing.</summary>
    Ignore = 0,

    /// <summary>It starts again from its golden copy.</summary>
    ColdStart = 1,

    /// <summary>It starts again with its memory kept.</summary>
    WarmStart = 2,
}

/// <summary>One schedule and one partition. The table has all partitions of the first schedule, then those of the next.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x4)]
public struct ChangeActionRecord
{
    /// <summary>What is done.</summary>
    [FieldOffset(0x0)] public ScheduleChangeAction Action;
}
