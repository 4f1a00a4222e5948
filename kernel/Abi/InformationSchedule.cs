// What a partition is told of one schedule.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>
/// A schedule of the system, as a partition sees it. All of them stand at <see cref="InformationPage.SchedulesOffset"/>, in
/// the order of the system description.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
public unsafe struct InformationSchedule
{
    /// <summary>Its name, UTF-8, zero-terminated.</summary>
    [FieldOffset(0x00)] public fixed byte Name[ScheduleRecord.NameSizeBytes];

    /// <summary>Length of its major frame in nanoseconds.</summary>
    [FieldOffset(0x20)] public ulong MajorFrameNanoseconds;

    /// <summary>TSC ticks in one of its major frames.</summary>
    [FieldOffset(0x28)] public ulong MajorFrameTicks;

    /// <summary>How often this partition demands to run while this is the schedule, in nanoseconds; 0 if it demands nothing.</summary>
    [FieldOffset(0x30)] public ulong PeriodNanoseconds;

    /// <summary>Time that every virtual CPU of this partition gets in every period, in nanoseconds; 0 if it demands nothing.</summary>
    [FieldOffset(0x38)] public ulong DurationNanoseconds;
}
