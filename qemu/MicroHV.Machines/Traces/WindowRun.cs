// A window that came.
namespace MicroHV.Machines;

/// <summary>One window as it was planned and as it was.</summary>
/// <param name="Cpu">Index of the CPU.</param>
/// <param name="Frame">Number of the major frame.</param>
/// <param name="Vcpu">Index of the virtual CPU that had it.</param>
/// <param name="PlannedStartTsc">TSC at which it should begin.</param>
/// <param name="PlannedEndTsc">TSC at which it should end.</param>
/// <param name="StartTsc">TSC at which it began.</param>
/// <param name="EndTsc">TSC at which it ended; null if the trace ends before.</param>
public sealed record WindowRun(
    int Cpu, uint Frame, int Vcpu, ulong PlannedStartTsc, ulong PlannedEndTsc, ulong StartTsc, ulong? EndTsc)
{
    /// <summary>Ticks by which it began late.</summary>
    public ulong Lateness => StartTsc - PlannedStartTsc;

    /// <summary>Ticks by which it ended late; null if the trace ends before.</summary>
    public ulong? Overrun => EndTsc - PlannedEndTsc;
}

/// <summary>A window that the plan has and the trace has not.</summary>
/// <param name="Cpu">Index of the CPU.</param>
/// <param name="Frame">Number of the major frame.</param>
/// <param name="Vcpu">Index of the virtual CPU that should have had it.</param>
/// <param name="PlannedStartTsc">TSC at which it should have begun.</param>
public sealed record MissedWindow(int Cpu, uint Frame, int Vcpu, ulong PlannedStartTsc);
