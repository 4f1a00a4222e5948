// Reads the health log of everybody, has the flight begin, and ends it.
using System.Runtime;
using System.Threading;
using MicroHV.Guest;
using MicroHV.Kernel.Abi;

/// <summary>The system partition.</summary>
internal static class Program
{
    private const uint PartitionCount = 4;

    [RuntimeExport("main")]
    private static int Main()
    {
        _ = Health.SetMode(PartitionMode.Normal);
        uint maintenance = (uint)Partition.Argument("maintenance"u8, 0);
        for (long i = Partition.Argument("ascent"u8, 1); i > 0; i--)
        {
            Partition.Yield();
        }

        Check.That(Schedules.Set(Schedules.IdOf("cruise"u8)) == ReturnCode.NoError, "the schedule is refused"u8);
        Console.WriteLine("cruise"u8);
        while (!IsMaintained(maintenance))
        {
            ReadLogs();
            Partition.Yield();
        }

        ReadLogs();
        ref Orders orders = ref Partition.Memory<Orders>("orders"u8);
        Volatile.Write(ref orders.IsOver, 1);
        Console.WriteLine("the flight is over"u8);
        return 0;
    }

    // It ended, and not before the flight.
    private static bool IsMaintained(uint partition)
    {
        Check.That(Health.StatusOf(partition, out PartitionStatus status) == ReturnCode.NoError, "there is no status"u8);
        return status.Mode == (uint)PartitionMode.Idle && status.StartCondition == (uint)StartCondition.HealthRestart;
    }

    private static void ReadLogs()
    {
        for (uint partition = 0; partition <= PartitionCount; partition++)
        {
            while (Health.ReadLog(partition, 0, out HealthRecord record) == ReturnCode.NoError)
            {
                Write(partition, in record);
                Check.That(Health.AcknowledgeLog(partition, record.Sequence) == ReturnCode.NoError, "not acknowledged"u8);
            }
        }
    }

    private static void Write(uint partition, in HealthRecord record)
    {
        Console.Write("partition "u8);
        Console.Write(partition);
        Console.Write(", record "u8);
        Console.Write(record.Sequence);
        Console.Write(": "u8);
        Console.WriteLine(Health.NameOf(record.Event));
    }
}
