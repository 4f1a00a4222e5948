// Lives on what the others leave of a CPU.
using System.Runtime;
using System.Threading;
using MicroHV.Guest;

/// <summary>Works all the time that it gets, and says how much that was.</summary>
internal static class Program
{
    // Between two looks at the clock there is less, unless somebody else had the CPU.
    private const ulong MaxStepNanoseconds = 20_000;
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    [RuntimeExport("main")]
    private static int Main()
    {
        Check.That(Partition.WindowCount == 0, "this was to have no windows"u8);
        ref Orders orders = ref Partition.Memory<Orders>("orders"u8);
        ulong own = 0;
        ulong interruptions = 0;
        ulong before = Clock.NowNanoseconds;
        ulong start = before;
        while (Volatile.Read(ref orders.IsOver) == 0)
        {
            ulong now = Clock.NowNanoseconds;
            if (now - before < MaxStepNanoseconds)
            {
                own += now - before;
            }
            else
            {
                interruptions++;
            }

            before = now;
        }

        Check.That(own != 0 && interruptions != 0, "there was to be some time, and not all of it"u8);
        Console.Write("recorded for "u8);
        Console.Write(own / NanosecondsPerMillisecond);
        Console.Write(" of "u8);
        Console.Write((before - start) / NanosecondsPerMillisecond);
        Console.WriteLine(" ms, in what the others left"u8);
        return 0;
    }
}
