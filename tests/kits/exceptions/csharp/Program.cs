// Attempts inside of attempts, and what a handler sees and changes.
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;
using MicroHV.Guest;

/// <summary>The catcher.</summary>
internal static unsafe class Program
{
    private const ulong Nowhere = 0x4000_0000;
    private const uint MtrrCapabilities = 0xFE;
    private const ulong Breakpoint = 3;
    private const ulong Answer = 42;

    private static uint _handled;
    private static double _scratch;

    [RuntimeExport("main")]
    private static int Main()
    {
        ExceptionFrame inside;
        Exceptions.Handle(&OnException);
        bool isDone = Exceptions.Attempt(&AttemptInside, &inside, out ExceptionFrame outside);
        Check.That(!isDone, "an MSR that the plan does not grant can be read"u8);
        Console.Write("inside: "u8);
        Console.Write(Exceptions.NameOf(inside.Vector));
        Console.Write(", outside: "u8);
        Console.WriteLine(Exceptions.NameOf(outside.Vector));
        Console.Write("an attempt behind them: "u8);
        Console.WriteLine(Exceptions.Attempt(&Nothing, null, out _) ? "no exception"u8 : "an exception"u8);

        Console.Write("the handler saw #BP and left "u8);
        Console.Write(BreakpointRax());
        Console.WriteLine(" in RAX"u8);
        Console.Write("XMM0 is still "u8);
        Console.Write(BreakpointXmm0(1.25), decimals: 2);
        Console.WriteLine();
        Console.Write("the handler saw "u8);
        Console.Write(_handled);
        Console.WriteLine(" exceptions, and none of an attempt"u8);
        return 0;
    }

    private static void Nothing(void* argument)
    {
    }

    private static void ReadNowhere(void* argument) => _ = Volatile.Read(ref *(uint*)Nowhere);

    private static void AttemptInside(void* argument)
    {
        bool isDone = Exceptions.Attempt(&ReadNowhere, null, out *(ExceptionFrame*)argument);
        Check.That(!isDone, "a page that nobody mapped can be read"u8);
        _ = Processor.ReadMsr(MtrrCapabilities);
    }

    // Computes, so that SSE registers are used.
    private static void OnException(ExceptionFrame* exception)
    {
        Check.That(exception->Vector == Breakpoint, "the handler saw another exception"u8);
        _scratch = (_scratch * 3) + 0.5;
        exception->Rax = Answer;
        _handled++;
    }

    // Both in breakpoints.asm.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("breakpoint_rax")]
    private static extern ulong BreakpointRax();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("breakpoint_xmm0")]
    private static extern double BreakpointXmm0(double value);
}
