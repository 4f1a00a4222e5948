// What the plan says about one schedule.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>One module schedule: a major frame, which repeats while the schedule is the current one.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x30)]
public unsafe struct ScheduleRecord
{
    /// <summary>Most schedules that one system may have.</summary>
    public const uint MaxSchedules = 16;

    /// <summary>Bytes in <see cref="Name"/>, the terminating zero included.</summary>
    public const int NameSizeBytes = 32;

    /// <summary>UTF-8, zero-terminated.</summary>
    [FieldOffset(0x00)] public fixed byte Name[NameSizeBytes];

    /// <summary>Length of the major frame in nanoseconds.</summary>
    [FieldOffset(0x20)] public ulong MajorFrameNanoseconds;

    /// <summary>Zero.</summary>
    [FieldOffset(0x28)] public ulong Reserved;
}
