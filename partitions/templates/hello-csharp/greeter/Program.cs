// A partition in C#, compiled ahead of time: no runtime, no garbage collector, no heap.
using System.Runtime;
using MicroHV.Guest;

/// <summary>All that there is to call stands in docs/kit-csharp.md of MicroHV.</summary>
internal static class Program
{
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    [RuntimeExport("main")]
    private static int Main()
    {
        for (int i = 0; i < 3; i++)
        {
            // Text is UTF-8: u8 literals are bytes of the image, and nothing is allocated.
            Console.Write("hello, "u8);
            Console.Write(Partition.Arguments);
            Console.Write("; it is "u8);
            Console.Write(Clock.NowNanoseconds / NanosecondsPerMillisecond, 2);
            Console.WriteLine(" ms"u8);

            // Gives the rest of the window up, and goes on when the next one begins.
            Partition.Yield();
        }

        // 0 is a good end. Partitions of a real system have none: they yield for ever.
        return 0;
    }
}
