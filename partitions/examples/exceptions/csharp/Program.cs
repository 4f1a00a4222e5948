// Tries what must not work, and lives on: an attempt per crime, and a handler for what is outside of attempts.
using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;
using MicroHV.Guest;

/// <summary>The catcher.</summary>
internal static unsafe class Program
{
    private const ulong Nowhere = 0x4000_0000;
    private const ulong InformationPage = 0x1000;
    private const uint MtrrCapabilities = 0xFE;

    private static uint _breakpoints;

    [RuntimeExport("main")]
    private static int Main()
    {
        uint msr = MtrrCapabilities;
        Attempt("reading a page that nobody mapped"u8, &ReadWord, (void*)Nowhere);
        Attempt("writing the information page"u8, &WriteWord, (void*)InformationPage);
        Attempt("reading an MSR that the plan does not grant"u8, &ReadMsr, &msr);
        Attempt("reading my own memory"u8, &ReadWord, &msr);

        Exceptions.Handle(&OnException);
        Breakpoint();
        Check.That(_breakpoints == 1, "nobody saw the breakpoint"u8);
        Console.WriteLine("the handler saw #BP and let the program go on"u8);
        return 0;
    }

    private static void ReadWord(void* address) => _ = Volatile.Read(ref *(uint*)address);

    private static void WriteWord(void* address) => Volatile.Write(ref *(uint*)address, 0);

    private static void ReadMsr(void* number) => _ = Processor.ReadMsr(*(uint*)number);

    private static void Attempt(ReadOnlySpan<byte> what, delegate*<void*, void> action, void* argument)
    {
        Console.Write(what);
        if (Exceptions.Attempt(action, argument, out ExceptionFrame exception))
        {
            Console.WriteLine(": no exception"u8);
            return;
        }

        Console.Write(": "u8);
        Console.Write(Exceptions.NameOf(exception.Vector));
        Console.Write(", error code "u8);
        Console.WriteHex(exception.ErrorCode);
        Console.Write(", CR2 "u8);
        Console.WriteHex(exception.CR2);
        Console.WriteLine();
    }

    // #BP is a trap: RIP is behind INT3 already, and the program goes on there.
    private static void OnException(ExceptionFrame* exception)
    {
        Check.That(exception->Vector == 3, "another exception than #BP"u8);
        _breakpoints++;
    }

    // In breakpoint.asm: C# has no INT3.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("breakpoint")]
    private static extern void Breakpoint();
}
