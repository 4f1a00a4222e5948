// What the kit writes of numbers at their bounds. The program in C beside this one writes the same.
using System;
using System.Runtime;
using MicroHV.Guest;

/// <summary>The writer.</summary>
internal static class Program
{
    private static ReadOnlySpan<byte> HundredDigits =>
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"u8;

    [RuntimeExport("main")]
    private static int Main()
    {
        WriteArguments();
        WriteIntegers();
        WriteReals();
        Console.Write('A');
        Console.WriteLine(" %"u8);
        Console.Write(HundredDigits);
        Console.Write(HundredDigits);
        Console.WriteLine(HundredDigits);
        return 0;
    }

    private static void WriteArguments()
    {
        Console.Write(Partition.Argument("least"u8, 0));
        Console.Write(' ');
        Console.Write(Partition.Argument("most"u8, 0));
        Console.Write(' ');
        Console.Write(Partition.Argument("hex"u8, 0));
        Console.Write(' ');
        Console.Write(Partition.Argument("zero"u8, 1));
        Console.Write(' ');
        Console.Write(Partition.Argument("twice"u8, 0));
        Console.Write(' ');
        Console.Write(Partition.Argument("word"u8, -1));
        Console.WriteLine();
        Console.Write(Partition.HasArgument("word"u8) ? "1 "u8 : "0 "u8);
        Console.Write(Partition.HasArgument("wor"u8) ? "1 "u8 : "0 "u8);
        Console.Write(Partition.HasArgument("words"u8) ? "1 "u8 : "0 "u8);
        Console.Write(Partition.HasArgument(""u8) ? "1 "u8 : "0 "u8);
        Console.WriteLine(Partition.HasArgument("zero=0"u8) ? "1"u8 : "0"u8);
    }

    private static void WriteIntegers()
    {
        Console.Write(ulong.MaxValue);
        Console.Write(' ');
        Console.WriteHex(ulong.MaxValue);
        Console.Write(' ');
        Console.WriteHex(0);
        Console.Write(' ');
        Console.WriteHex(10, digits: 4);
        Console.Write("\n|"u8);
        Console.Write(-42, width: 6);
        Console.Write('|');
        Console.Write(42u, width: 4);
        Console.Write('|');
        Console.Write(42u, width: 1);
        Console.Write("|\n|"u8);
        Console.WritePadded("left"u8, width: 6);
        Console.WriteLine("|right|"u8);
    }

    private static void WriteReals()
    {
        double zero = 0;
        double huge = 1e300;
        huge *= huge;
        Console.Write('|');
        Console.Write(-0.5, decimals: 2, width: 8);
        Console.Write('|');
        Console.Write(0.0, decimals: 1);
        Console.Write('|');
        Console.Write(1.0, decimals: 9);
        Console.Write("|\n|"u8);
        Console.Write(huge, decimals: 1, width: 5);
        Console.Write('|');
        Console.Write(-huge, decimals: 1);
        Console.Write('|');
        Console.Write(huge * zero, decimals: 1, width: 5);
        Console.Write("|\n|"u8);
        Console.Write(999999999999999872.0, decimals: 0);
        Console.Write('|');
        Console.Write(1.45, decimals: 1);
        Console.Write('|');
        Console.Write(-1.5, decimals: 0);
        Console.WriteLine("|"u8);
    }
}
