// Has the system change its schedule, and looks when it does.
using System.Runtime;
using System.Threading;
using MicroHV.Guest;
using MicroHV.Kernel.Abi;

/// <summary>Asks for one schedule after the other, as its arguments say.</summary>
internal static class Program
{
    // A schedule begins this many ticks earlier than its boundary at most.
    private const ulong Alignment = ScheduleRecord.MaxSchedules;

    [RuntimeExport("main")]
    private static int Main()
    {
        long rounds = Partition.Argument("rounds"u8, 2);
        for (long i = 0; i < rounds; i++)
        {
            ChangeTo("landing"u8);
            ChangeTo("cruise"u8);
        }

        // The camera is there to see it: it has windows now.
        ref Orders orders = ref Partition.Memory<Orders>("orders"u8);
        Volatile.Write(ref orders.IsOver, 1);
        Console.WriteLine("all is done"u8);
        return 0;
    }

    private static void ChangeTo(System.ReadOnlySpan<byte> name)
    {
        for (long i = Partition.Argument("stay"u8, 8); i > 0; i--)
        {
            Partition.Yield();
        }

        ulong frameTicks = Schedules.Current.MajorFrameTicks;
        ulong began = BeginningOf(Schedules.Status);
        uint id = Schedules.IdOf(name);
        Check.That(Schedules.Set(id) == ReturnCode.NoError, "the schedule is refused"u8);
        Check.That(Schedules.Status.Next == id, "another schedule is to follow"u8);
        while (Schedules.Status.Current != id)
        {
            Partition.Yield();
        }

        ulong ticks = BeginningOf(Schedules.Status) - began + Alignment - 1;
        Check.That(ticks % frameTicks < Alignment, "the schedule changed between two boundaries"u8);
        Console.Write(name);
        Console.Write(", after "u8);
        Console.Write(ticks / frameTicks);
        Console.WriteLine(" major frames"u8);
    }

    private static ulong BeginningOf(ScheduleStatus status) =>
        status.LastSwitchTsc == 0 ? Partition.EpochTsc : status.LastSwitchTsc;
}
