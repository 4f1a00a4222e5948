// Prints what the information page says: arguments as text and as numbers, and every region.
using System.Runtime;
using MicroHV.Guest;
using MicroHV.Kernel.Abi;

/// <summary>What the partition is told.</summary>
internal static class Program
{
    [RuntimeExport("main")]
    private static int Main()
    {
        Console.Write("my arguments are '"u8);
        Console.Write(Partition.Arguments);
        Console.WriteLine("'"u8);

        // The number behind `from=`, or 1 if nobody says. There is no `count=`: four.
        long number = Partition.Argument("from"u8, 1);
        long step = Partition.Argument("step"u8, 1);
        long count = Partition.Argument("count"u8, 4);
        for (long i = 0; i < count; i++)
        {
            Console.Write(i == 0 ? ""u8 : " "u8);
            Console.Write(number + (i * step));
        }

        Console.Write("\nthe mask is "u8);
        Console.Write(Partition.Argument("mask"u8, 0));
        Console.WriteLine();
        WriteRegions();
        return 0;
    }

    private static void WriteRegions()
    {
        for (uint i = 0; i < Partition.RegionCount; i++)
        {
            Region region = Partition.RegionAt(i);
            Console.WritePadded(region.Name, 13);
            Console.WriteHex(region.Address, 8);
            Console.Write(region.SizeBytes / 1024, 6);
            Console.Write(" KiB  "u8);
            Console.Write((region.Rights & RegionRights.Read) != 0 ? 'r' : '-');
            Console.Write((region.Rights & RegionRights.Write) != 0 ? 'w' : '-');
            Console.Write((region.Rights & RegionRights.Execute) != 0 ? 'x' : '-');
            Console.WriteLine();
        }
    }
}
