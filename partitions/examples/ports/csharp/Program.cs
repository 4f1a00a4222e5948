// Drives a 16550 serial port, if the machine has one where the arguments say.
using System.Runtime;
using MicroHV.Guest;

/// <summary>The driver.</summary>
internal static class Program
{
    // Registers behind the first port; the divisor is where data is while LineControl says so.
    private const ushort Data = 0;
    private const ushort DivisorLow = 0;
    private const ushort DivisorHigh = 1;
    private const ushort LineControl = 3;
    private const ushort LineStatus = 5;
    private const ushort Scratch = 7;

    private const byte DivisorAccess = 0x80;
    private const byte EightBits = 0x03;
    private const byte MaySend = 0x20;
    private const byte Pattern = 0x5A;
    private const int Patience = 100_000;
    private const ushort SomebodyElses = 0x510;

    [RuntimeExport("main")]
    private static int Main()
    {
        ushort port = (ushort)Partition.Argument("port"u8, 0x2F8);
        if (IsThere(port))
        {
            Open(port);
            Check.That(TrySend(port, (byte)'H') && TrySend(port, (byte)'i'), "the serial port takes nothing"u8);
            Console.WriteLine("sent a word"u8);
        }
        else
        {
            Console.WriteLine("no serial port answers"u8);
        }

        Console.Write("a port that is not mine reads "u8);
        Console.WriteHex(Ports.In8(SomebodyElses), 2);
        Console.WriteLine();
        return 0;
    }

    private static bool IsThere(ushort port)
    {
        Ports.Out8((ushort)(port + Scratch), Pattern);
        return Ports.In8((ushort)(port + Scratch)) == Pattern;
    }

    // 115,200 baud, eight bits, no parity, one stop bit.
    private static void Open(ushort port)
    {
        Ports.Out8((ushort)(port + LineControl), DivisorAccess | EightBits);
        Ports.Out8((ushort)(port + DivisorLow), 1);
        Ports.Out8((ushort)(port + DivisorHigh), 0);
        Ports.Out8((ushort)(port + LineControl), EightBits);
    }

    // Waits for the device, but never for ever.
    private static bool TrySend(ushort port, byte letter)
    {
        for (int i = 0; i < Patience; i++)
        {
            if ((Ports.In8((ushort)(port + LineStatus)) & MaySend) != 0)
            {
                Ports.Out8((ushort)(port + Data), letter);
                return true;
            }

            Processor.Pause();
        }

        return false;
    }
}
