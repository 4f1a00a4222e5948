// The schedules of the system, as a partition sees them.
using System;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>The schedules of the system, and which of them runs.</summary>
public static class Schedules
{
    /// <summary>Number of schedules.</summary>
    public static uint Count => Partition.ScheduleCount;

    /// <summary>ARINC 653's GET_MODULE_SCHEDULE_STATUS.</summary>
    public static ScheduleStatus Status
    {
        get
        {
            _ = Hypercalls.Call(Hypercall.GetModuleScheduleStatus, 0, 0, out ulong ids, out ulong lastSwitchTsc);
            return new ScheduleStatus { Current = (uint)ids, Next = (uint)(ids >> 32), LastSwitchTsc = lastSwitchTsc };
        }
    }

    /// <summary>The schedule that runs.</summary>
    public static Schedule Current => At(CurrentIndex);

    /// <summary>Number of the schedule that runs, from 0.</summary>
    internal static uint CurrentIndex => Count == 1 ? 0 : Status.Current - 1;

    /// <summary>
    /// Schedule number <paramref name="index"/> of the system, from 0 in the order of the description; its id is one more.
    /// </summary>
    public static Schedule At(uint index) => Partition.ScheduleAt(index);

    /// <summary>
    /// ARINC 653's GET_MODULE_SCHEDULE_ID: the id of the schedule called <paramref name="name"/>; 0 if there is none.
    /// </summary>
    public static uint IdOf(ReadOnlySpan<byte> name)
    {
        for (uint i = 0; i < Count; i++)
        {
            if (At(i).Name.SequenceEqual(name))
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>
    /// Asks for the schedule with that id from the next major frame on, as ARINC 653's SET_MODULE_SCHEDULE. The last of several
    /// requests wins. InvalidConfiguration: the partition is no system partition; NoAction: the schedule runs and no other was
    /// asked for; InvalidParameter: nobody has the id; NotAvailable: another CPU asks at this moment.
    /// </summary>
    public static ReturnCode Set(uint id) => Hypercalls.Call(Hypercall.SetModuleSchedule, id, 0, out _);
}
