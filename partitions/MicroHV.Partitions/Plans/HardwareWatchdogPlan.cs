// The device that resets a machine whose kernel hangs.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>A hardware watchdog that the kernel kicks once a frame, each of its CPUs in turn.</summary>
/// <param name="Place">Where its time is written; of a time that nobody wrote, where its device is.</param>
/// <param name="Device">The device.</param>
/// <param name="TimeoutNanoseconds">The time after which it resets the machine.</param>
public sealed record HardwareWatchdogPlan(Place Place, HardwareWatchdog Device, ulong TimeoutNanoseconds)
{
    /// <summary>The step of its time: two seconds.</summary>
    public const ulong StepNanoseconds = 2_000_000_000;

    /// <summary>Longest time.</summary>
    public const ulong MaxNanoseconds = 30_000_000_000;

    /// <summary>The time in seconds.</summary>
    public uint TimeoutSeconds => (uint)(TimeoutNanoseconds / (StepNanoseconds / 2));
}
