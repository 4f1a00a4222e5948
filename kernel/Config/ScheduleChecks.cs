// The checks of the blob's schedules, and of the windows that each of them has on each CPU.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;

/// <summary>Windows that follow each other inside the major frame, on the one CPU of their virtual CPU.</summary>
internal static class ScheduleChecks
{
    // Above an hour, products of nanoseconds and TSC hertz would need more than 64 bits.
    internal const ulong MaxMajorFrameNanoseconds = 3_600_000_000_000;

    internal static ConfigVerdict Check(in SystemConfig config)
    {
        ReadOnlySpan<ScheduleRecord> schedules = config.Schedules;
        if (config.WindowGroups.Length != schedules.Length * config.Cpus.Length)
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, 0x110, 0);
        }

        if (config.Windows.Length == 0)
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, 0xB0, 0);
        }

        uint nextWindow = 0;
        for (int i = 0; i < schedules.Length; i++)
        {
            uint field = FirstWrongField(in schedules[i]);
            if (field != uint.MaxValue)
            {
                return new ConfigVerdict(StopReason.BlobSchedule, (ulong)i, field);
            }

            for (uint cpu = 0; cpu < (uint)config.Cpus.Length; cpu++)
            {
                ConfigVerdict verdict = CheckGroup(in config, (uint)i, cpu, ref nextWindow);
                if (!verdict.IsAccepted)
                {
                    return verdict;
                }
            }
        }

        return nextWindow == (uint)config.Windows.Length
            ? ConfigVerdict.Accepted
            : new ConfigVerdict(StopReason.BlobWindowGroup, (ulong)config.WindowGroups.Length, 0x00);
    }

    private static unsafe uint FirstWrongField(in ScheduleRecord schedule)
    {
        if (schedule.Name[ScheduleRecord.NameSizeBytes - 1] != 0)
        {
            return ScheduleRecord.NameSizeBytes - 1;
        }

        bool isLengthGood = schedule.MajorFrameNanoseconds >= HeaderChecks.MinWindowNanoseconds
            && schedule.MajorFrameNanoseconds <= MaxMajorFrameNanoseconds;
        return isLengthGood ? uint.MaxValue : 0x20;
    }

    private static ConfigVerdict CheckGroup(in SystemConfig config, uint schedule, uint cpu, ref uint nextWindow)
    {
        ref readonly WindowGroupRecord group = ref config.WindowGroup(schedule, cpu);
        ulong index = (schedule * (ulong)config.Cpus.Length) + cpu;
        if (group.FirstWindow != nextWindow || group.WindowCount > (uint)config.Windows.Length - nextWindow)
        {
            return new ConfigVerdict(StopReason.BlobWindowGroup, index, 0x00);
        }

        bool hasBackground = group.BackgroundVcpu != WindowGroupRecord.NoBackground;
        if (hasBackground && !RunsOn(in config, group.BackgroundVcpu, cpu))
        {
            return new ConfigVerdict(StopReason.BlobWindowGroup, index, 0x08);
        }

        nextWindow += group.WindowCount;
        return CheckWindows(in config, in group, config.Schedules[(int)schedule].MajorFrameNanoseconds, cpu);
    }

    private static ConfigVerdict CheckWindows(
        in SystemConfig config, in WindowGroupRecord group, ulong majorFrameNanoseconds, uint cpu)
    {
        ulong earliestStart = 0;
        for (uint i = group.FirstWindow; i < group.FirstWindow + group.WindowCount; i++)
        {
            ref readonly WindowRecord window = ref config.Windows[(int)i];
            if (window.StartNanoseconds < earliestStart || window.StartNanoseconds > majorFrameNanoseconds)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x00);
            }

            ulong roomNanoseconds = majorFrameNanoseconds - window.StartNanoseconds;
            if (window.DurationNanoseconds < HeaderChecks.MinWindowNanoseconds || window.DurationNanoseconds > roomNanoseconds)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x08);
            }

            if (window.VcpuIndex >= (uint)config.Vcpus.Length)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x10);
            }

            if (window.CpuIndex != cpu || !RunsOn(in config, window.VcpuIndex, cpu))
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x14);
            }

            if ((window.Flags & ~WindowFlags.PeriodicStart) != 0)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x18);
            }

            earliestStart = window.StartNanoseconds + window.DurationNanoseconds;
        }

        return ConfigVerdict.Accepted;
    }

    private static bool RunsOn(in SystemConfig config, uint vcpu, uint cpu) =>
        vcpu < (uint)config.Vcpus.Length && config.Vcpus[(int)vcpu].CpuIndex == cpu;
}
