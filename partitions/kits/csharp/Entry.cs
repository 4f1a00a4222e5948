// What start.asm calls around a guest's main.
using System.Runtime;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>Beginning and end of a guest. Its author writes <c>[RuntimeExport("main")] static int Main()</c>.</summary>
internal static unsafe class Entry
{
    [RuntimeExport("guest_open")]
    private static void Open(InformationPage* page, ulong number, VcpuArea* area)
    {
        bool isKnown = Partition.TryOpen(page);
        Vcpu.Open(area, number, isKnown ? page->VcpuCount : 1);
        if (!isKnown)
        {
            Partition.End(ExitCode.WrongPage);
        }
    }

    [RuntimeExport("guest_further")]
    private static void RunFurther(uint vcpu)
    {
        FurtherMain(vcpu);
        Partition.YieldForever();
    }

    // What the linker takes for vcpu_main if the guest has none.
    [RuntimeExport("guest_vcpu_main")]
    private static void Sleep(uint vcpu) => Partition.YieldForever();

    [RuntimeExport("guest_end")]
    private static void End(int exitCode) => Partition.End((uint)exitCode);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("vcpu_main")]
    private static extern void FurtherMain(uint vcpu);

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
