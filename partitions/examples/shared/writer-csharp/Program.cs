// Writes one sample in each window.
using System.Runtime;
using System.Threading;
using MicroHV.Guest;

/// <summary>The writer.</summary>
internal static class Program
{
    [RuntimeExport("main")]
    private static int Main()
    {
        ref Sample sample = ref Partition.Memory<Sample>("sample"u8);
        for (uint number = 1; number <= Sample.Last; number++)
        {
            Write(ref sample, number, 1 + (0.5 * number));
            Partition.Yield();
        }

        Console.Write("wrote "u8);
        Console.Write(Sample.Last);
        Console.WriteLine(" samples"u8);
        return 0;
    }

    private static void Write(ref Sample sample, uint number, double pressure)
    {
        uint sequence = sample.Sequence;
        Volatile.Write(ref sample.Sequence, sequence + 1);
        Interlocked.MemoryBarrier();
        sample.Number = number;
        sample.Pressure = pressure;
        Volatile.Write(ref sample.Sequence, sequence + 2);
    }
}
