// One window of the plan.
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>A window of the partition, as the information page tells it.</summary>
public readonly unsafe ref struct PlannedWindow
{
    private readonly InformationWindow* _entry;

    internal PlannedWindow(InformationWindow* entry) => _entry = entry;

    /// <summary>Start after the start of the major frame, in nanoseconds.</summary>
    public ulong StartNanoseconds => _entry->StartNanoseconds;

    /// <summary>Length in nanoseconds.</summary>
    public ulong DurationNanoseconds => _entry->DurationNanoseconds;

    /// <summary>Number of the schedule, from 0.</summary>
    public uint Schedule => _entry->Schedule;

    /// <summary>Number of the partition's virtual CPU that has the window, from 0.</summary>
    public uint Vcpu => _entry->Vcpu;

    /// <summary>What is true of the window.</summary>
    public WindowFlags Flags => _entry->Flags;
}
