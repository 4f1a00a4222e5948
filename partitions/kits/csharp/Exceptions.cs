// Exceptions of the processor: who is told.
using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace MicroHV.Guest;

/// <summary>
/// Exceptions of the processor. Before anybody calls <see cref="Attempt"/> or <see cref="Handle"/>, one is UnexpectedTrap,
/// which the kernel shows with all registers; afterwards, one that nobody handles is a failure with
/// <see cref="ExitCode.Exception"/>.
/// </summary>
public static unsafe class Exceptions
{
    private const ulong TrapFlag = 1UL << 8;

    /// <summary>
    /// Calls <paramref name="action"/> with <paramref name="argument"/> on this virtual CPU. True if it came back; false if
    /// it raised an exception, which then stands in <paramref name="exception"/>. What the action had done until then stays done.
    /// Attempts may be made inside of attempts.
    /// </summary>
    public static bool Attempt(delegate*<void*, void> action, void* argument, out ExceptionFrame exception)
    {
        Gates.Open();
        ref VcpuArea own = ref Vcpu.Own;
        fixed (ulong* attemptStack = &own.AttemptStack)
        {
            bool isDone = RunAttempt(action, argument, attemptStack) != 0;
            exception = isDone ? default : own.Caught;
            return isDone;
        }
    }

    /// <summary>
    /// Has <paramref name="handler"/> called for every exception of this virtual CPU outside of attempts. What it changes in
    /// the frame is changed; when it returns, the partition goes on at <see cref="ExceptionFrame.Rip"/>. Null takes the handler away.
    /// </summary>
    public static void Handle(delegate*<ExceptionFrame*, void> handler)
    {
        Vcpu.Own.Handler = handler;
        Gates.Open();
    }

    /// <summary>The name of an exception as manuals print it, such as "#PF"; "reserved" for numbers that have none.</summary>
    public static ReadOnlySpan<byte> NameOf(ulong vector) => vector switch
    {
        0 => "#DE"u8,
        1 => "#DB"u8,
        2 => "NMI"u8,
        3 => "#BP"u8,
        4 => "#OF"u8,
        5 => "#BR"u8,
        6 => "#UD"u8,
        7 => "#NM"u8,
        8 => "#DF"u8,
        10 => "#TS"u8,
        11 => "#NP"u8,
        12 => "#SS"u8,
        13 => "#GP"u8,
        14 => "#PF"u8,
        16 => "#MF"u8,
        17 => "#AC"u8,
        18 => "#MC"u8,
        19 => "#XM"u8,
        20 => "#VE"u8,
        21 => "#CP"u8,
        28 => "#HV"u8,
        29 => "#VC"u8,
        30 => "#SX"u8,
        _ => "reserved"u8,
    };

    [RuntimeExport("guest_raise")]
    private static void Raise(ExceptionFrame* frame)
    {
        ref VcpuArea own = ref Vcpu.Own;
        if (frame->Vector >= Gates.FirstInterrupt)
        {
            Interrupts.Take((byte)frame->Vector);
        }
        else if (own.AttemptStack != 0)
        {
            own.Caught = *frame;
            frame->Rip = AttemptFailed();
            frame->Rsp = own.AttemptStack;
            frame->Rflags &= ~TrapFlag;
        }
        else if (own.Handler != null)
        {
            own.Handler(frame);
        }
        else
        {
            Console.Write("failed: exception "u8);
            Console.Write((long)frame->Vector);
            Console.Write(" ("u8);
            Console.Write(NameOf(frame->Vector));
            Console.Write("), error code "u8);
            Console.WriteHex(frame->ErrorCode);
            Console.Write(", at "u8);
            Console.WriteHex(frame->Rip);
            Console.Write(", CR2 "u8);
            Console.WriteHex(frame->CR2);
            Console.WriteLine(""u8);
            Partition.End(ExitCode.Exception);
        }
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("exceptions_attempt")]
    private static extern uint RunAttempt(delegate*<void*, void> action, void* argument, ulong* attemptStack);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("exceptions_attempt_failed")]
    private static extern ulong AttemptFailed();
}
