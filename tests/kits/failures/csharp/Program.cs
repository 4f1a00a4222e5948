// Fails in the way that the arguments name.
using System.Runtime;
using System.Runtime.InteropServices;
using System.Threading;
using MicroHV.Guest;
using Timer = MicroHV.Guest.Timer;

/// <summary>The failures.</summary>
internal static unsafe class Program
{
    private const ulong Nowhere = 0x4000_0000;

    [RuntimeExport("main")]
    private static int Main()
    {
        switch (Partition.Argument("failure"u8, 0))
        {
            case 1:
                Check.That(true, "two is not two"u8);
                Check.That(false, "two is not three"u8);
                break;
            case 2:
                _ = Partition.Argument("number"u8, 0);
                break;
            case 3:
                _ = ref Partition.Memory<byte>("nothing"u8);
                break;
            case 4:
                _ = ref Partition.Memory<Page>("scratch"u8);
                _ = ref Partition.Memory<MoreThanAPage>("scratch"u8);
                break;
            case 5:
                Exceptions.Handle(null);
                _ = Volatile.Read(ref *(uint*)Nowhere);
                break;
            case 6:
                Timer.Once(31, 1);
                break;
            case 7:
                Timer.Once(32, Clock.NanosecondsOf(1UL << 40));
                break;
            default:
                break;
        }

        Console.WriteLine("nothing failed"u8);
        return 0;
    }

    [StructLayout(LayoutKind.Explicit, Size = 4096)]
    private struct Page
    {
        [FieldOffset(0)] internal byte First;
    }

    [StructLayout(LayoutKind.Explicit, Size = 4097)]
    private struct MoreThanAPage
    {
        [FieldOffset(0)] internal byte First;
    }
}
