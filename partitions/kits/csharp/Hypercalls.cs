// What a partition asks of the kernel.
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>The hypercalls, made with the instruction that this machine's processor has for them.</summary>
public static unsafe class Hypercalls
{
    /// <summary>Does nothing; for measuring.</summary>
    public static ReturnCode None() => Call(Hypercall.None, 0, 0, out _);

    /// <summary>Gives up the rest of the window; returns when the partition's next window begins.</summary>
    public static ReturnCode Yield() => Call(Hypercall.Yield, 0, 0, out _);

    /// <summary>
    /// Writes to the partition's console and says in <paramref name="takenBytes"/> how much of it had room.
    /// </summary>
    /// <param name="text">Where the bytes are.</param>
    /// <param name="sizeBytes">How many: at most <see cref="HypercallLimits.MaxConsoleBytes"/>.</param>
    /// <param name="takenBytes">How many were taken; 0 if the call was refused.</param>
    public static ReturnCode ConsoleWrite(byte* text, uint sizeBytes, out uint takenBytes)
    {
        ReturnCode code = Call(Hypercall.ConsoleWrite, (ulong)text, sizeBytes, out ulong taken);
        takenBytes = code == ReturnCode.NoError ? (uint)taken : 0;
        return code;
    }

    /// <summary>Ends the partition. Does not return.</summary>
    /// <param name="exitCode">0 for success.</param>
    public static void Report(ulong exitCode)
    {
        _ = Call(Hypercall.Report, exitCode, 0, out _);
        Processor.Halt();
    }

    private static ReturnCode Call(Hypercall number, ulong first, ulong second, out ulong result)
    {
        ulong value = 0;
        ulong code = Partition.HypercallInstruction == HypercallInstruction.Vmmcall
            ? Processor.Vmmcall((ulong)number, first, second, &value)
            : Processor.Vmcall((ulong)number, first, second, &value);
        result = value;
        return (ReturnCode)code;
    }
}
