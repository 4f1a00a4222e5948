// Reads the newest sample in each window. It could not write one: the plan gives it no right to.
using System.Runtime;
using System.Threading;
using MicroHV.Guest;

/// <summary>The reader.</summary>
internal static class Program
{
    [RuntimeExport("main")]
    private static int Main()
    {
        ref Sample sample = ref Partition.Memory<Sample>("sample"u8);
        uint last = 0;
        while (last < Sample.Last)
        {
            if (TryRead(in sample, out uint number, out double pressure) && number != last)
            {
                Check.That(number == last + 1, "a sample was lost"u8);
                Console.Write("sample "u8);
                Console.Write(number);
                Console.Write(": "u8);
                Console.Write(pressure, decimals: 2);
                Console.WriteLine(" bar"u8);
                last = number;
            }

            Partition.Yield();
        }

        return 0;
    }

    // True if number and pressure are of one whole sample.
    private static bool TryRead(ref readonly Sample sample, out uint number, out double pressure)
    {
        uint before = Volatile.Read(in sample.Sequence);
        number = sample.Number;
        pressure = sample.Pressure;
        Interlocked.MemoryBarrier();
        uint after = Volatile.Read(in sample.Sequence);
        return before == after && before % 2 == 0;
    }
}
