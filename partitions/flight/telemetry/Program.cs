// Sends packets, and crashes over every thirtieth.
using System.Runtime;
using System.Threading;
using MicroHV.Guest;
using MicroHV.Kernel.Abi;

/// <summary>Has a bug, and state that a warm start keeps.</summary>
internal static unsafe class Program
{
    private const ulong PacketsPerBug = 30;

    // Where nothing is mapped: what a length that nobody checked makes of an address.
    private const ulong Nowhere = 0x4000_0000;

    // Kept by a warm start, as all memory is.
    private static ulong _packets;

    [RuntimeExport("main")]
    private static int Main()
    {
        ref Orders orders = ref Partition.Memory<Orders>("orders"u8);
        Greet(Health.Status);
        _ = Health.SetMode(PartitionMode.Normal);
        while (Volatile.Read(ref orders.IsOver) == 0)
        {
            _packets++;
            Send(_packets);
            Partition.Yield();
        }

        return 0;
    }

    private static void Greet(PartitionStatus status)
    {
        if (status.StartCondition != (uint)StartCondition.HealthRestart)
        {
            Console.WriteLine("on air"u8);
            return;
        }

        Console.Write("on air again after "u8);
        Console.Write(Health.NameOf((HealthEvent)status.Cause));
        Console.Write(", start "u8);
        Console.Write(status.RestartCount);
        Console.Write("; "u8);
        Console.Write(_packets);
        Console.WriteLine(" packets are not forgotten"u8);
    }

    private static void Send(ulong number)
    {
        if (number % PacketsPerBug == 0)
        {
            Volatile.Write(ref *(ulong*)Nowhere, number);
        }
    }
}
