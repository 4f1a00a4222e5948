// Rules about the device that resets a machine whose kernel hangs.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Times that the device can count, and that leave the kernel time to kick it.</summary>
internal static class HardwareWatchdogRules
{
    [Rule("MHV1017", "A hardware watchdog waits for an even number of seconds, from 2 to 30.")]
    public static IEnumerable<Breach> TimesCanBeCounted(SystemPlan plan)
    {
        if (plan.HardwareWatchdog is { } watchdog
            && (watchdog.TimeoutNanoseconds is 0 or > HardwareWatchdogPlan.MaxNanoseconds
                || watchdog.TimeoutNanoseconds % HardwareWatchdogPlan.StepNanoseconds != 0))
        {
            yield return new Breach(
                watchdog.Place, $"the ib700 cannot wait for {Units.FormatTime(watchdog.TimeoutNanoseconds)}",
                "choose 2s, 4s, 6s, and so on up to 30s");
        }
    }

    // Each CPU kicks at the start of a frame of its own, and then it is the next one's turn.
    [Rule("MHV1018", "A hardware watchdog waits for longer than the CPUs need to kick it twice.")]
    public static IEnumerable<Breach> TimesAreLongEnough(SystemPlan plan)
    {
        ulong longest = plan.Schedules.Select(schedule => schedule.MajorFrameNanoseconds).DefaultIfEmpty(0ul).Max();
        if (plan.HardwareWatchdog is { } watchdog && watchdog.TimeoutNanoseconds / 4 < longest)
        {
            yield return new Breach(
                watchdog.Place,
                $"a watchdog of {Units.FormatTime(watchdog.TimeoutNanoseconds)} is kicked once in a major frame of {Units.FormatTime(longest)}",
                "give it four times the longest major frame");
        }
    }
}
