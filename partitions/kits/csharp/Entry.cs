// What start.asm calls around a guest's main.
using System.Runtime;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>Beginning and end of a guest. Its author writes <c>[RuntimeExport("main")] static int Main()</c>.</summary>
internal static unsafe class Entry
{
    [RuntimeExport("guest_open")]
    private static void Open(InformationPage* page)
    {
        if (!Partition.TryOpen(page))
        {
            Partition.End(ExitCode.WrongPage);
        }
    }

    [RuntimeExport("guest_end")]
    private static void End(int exitCode) => Partition.End((uint)exitCode);

    // A bound, a division, an argument: what would be an exception elsewhere.
    [RuntimeExport("guest_failed_check")]
    private static void OnFailedCheck(int number)
    {
        Console.Write("\nfailed: check "u8);
        Console.Write(number);
        Console.WriteLine(" of the language"u8);
        Partition.End(ExitCode.FailedCheck);
    }
}
