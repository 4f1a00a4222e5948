// One schedule of the system.
using System;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>A schedule of the system, as the information page tells it.</summary>
public readonly unsafe ref struct Schedule
{
    private readonly InformationSchedule* _entry;

    internal Schedule(InformationSchedule* entry) => _entry = entry;

    /// <summary>Its name in the system description, UTF-8.</summary>
    public ReadOnlySpan<byte> Name => Text.Of(_entry->Name, ScheduleRecord.NameSizeBytes);

    /// <summary>Length of its major frame in nanoseconds.</summary>
    public ulong MajorFrameNanoseconds => _entry->MajorFrameNanoseconds;

    /// <summary>TSC ticks in one of its major frames.</summary>
    public ulong MajorFrameTicks => _entry->MajorFrameTicks;

    /// <summary>How often the partition demands to run in it, in nanoseconds; 0 if it demands nothing.</summary>
    public ulong PeriodNanoseconds => _entry->PeriodNanoseconds;

    /// <summary>Time that every virtual CPU of the partition gets in a period, in nanoseconds; 0 if it demands nothing.</summary>
    public ulong DurationNanoseconds => _entry->DurationNanoseconds;
}
