// What start.asm calls around a guest's main.
using System.Runtime;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>Beginning and end of a guest. Its author writes <c>[RuntimeExport("main")] static int Main()</c>.</summary>
internal static unsafe class Entry
{
    /// <summary>Exit code of a partition whose information page is of another layout than this kit's.</summary>
    internal const ulong WrongPageExitCode = 2;

    /// <summary>Exit code of a partition in which a check of the language failed.</summary>
    internal const ulong FailedCheckExitCode = 3;

    [RuntimeExport("guest_open")]
    private static void Open(InformationPage* page)
    {
        if (!Partition.TryOpen(page))
        {
            Hypercalls.Report(WrongPageExitCode);
        }
    }

    [RuntimeExport("guest_end")]
    private static void End(int exitCode) => Check.End((uint)exitCode);

    // A bound, a division, an argument: what would be an exception elsewhere.
    [RuntimeExport("guest_failed_check")]
    private static void OnFailedCheck(int number)
    {
        Console.Write("\nfailed: check "u8);
        Console.Write(number);
        Console.WriteLine(" of the language"u8);
        Check.End(FailedCheckExitCode);
    }
}
