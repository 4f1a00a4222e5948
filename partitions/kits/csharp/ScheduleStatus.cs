// Which schedule runs.
namespace MicroHV.Guest;

/// <summary>Which schedule runs and which comes next, by their ids: 1 for the first one.</summary>
public struct ScheduleStatus
{
    /// <summary>The one that runs.</summary>
    public uint Current;

    /// <summary>The one that begins with the next major frame: another one if somebody has asked for it.</summary>
    public uint Next;

    /// <summary>TSC at which the current one began; 0 if it has run from the start.</summary>
    public ulong LastSwitchTsc;
}
