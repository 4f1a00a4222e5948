// Takes interrupts in every way that could go wrong.
using System.Runtime;
using System.Threading;
using MicroHV.Guest;
using Timer = MicroHV.Guest.Timer;

/// <summary>The taker.</summary>
internal static unsafe class Program
{
    private const ulong Nowhere = 0x4000_0000;
    private const ulong LongTime = 20_000_000_000;
    private const ulong MaxDelay = 1_000_000;
    private const ulong Period = 100_000;
    private const ulong PageFault = 14;

    private const byte Low = 0x41;
    private const byte High = 0x81;
    private const byte TimerVector = 0x51;
    private const int Vcpus = 2;
    private const uint TicksOfEach = 10;

    private const uint EndOfInterruptMsr = 0x80B;
    private const uint CurrentCountMsr = 0x839;
    private const uint DivideConfigurationMsr = 0x83E;

    private static uint _number;
    private static ulong _order;
    private static VcpuCounters _ticks;
    private static int _done;

    [RuntimeExport("main")]
    private static int Main()
    {
        TakeInOrder();
        TakeInAttempts();
        CountLong();
        TakeTicks();
        while (Volatile.Read(ref _done) < Vcpus)
        {
            Partition.Yield();
        }

        Console.Write("ticks on two virtual CPUs: at least "u8);
        Console.Write(TicksOfEach);
        Console.WriteLine(" on each"u8);
        return 0;
    }

    [RuntimeExport("vcpu_main")]
    private static void VcpuMain(uint vcpu)
    {
        Interrupts.Handle(TimerVector, &Tick);
        Check.That(vcpu == 1, "this is another virtual CPU"u8);
        TakeTicks();
    }

    private static void Note(byte vector)
    {
        Volatile.Write(ref _order, (_order << 8) | vector);
        Volatile.Write(ref _number, _number + 1);
    }

    private static void Touch(void* unused) => _ = Volatile.Read(ref *(uint*)Nowhere);

    // A handler makes attempts of its own.
    private static void Attempt(byte vector)
    {
        bool isDone = Exceptions.Attempt(&Touch, null, out ExceptionFrame exception);
        Check.That(!isDone && exception.Vector == PageFault, "there is something at nowhere"u8);
        Note(vector);
    }

    private static void Request(void* vector) => Interrupts.Request((byte)(ulong)vector);

    private static void RequestAndTouch(void* vector)
    {
        Request(vector);
        Touch(null);
    }

    private static void Tick(byte vector)
    {
        fixed (uint* ticks = _ticks.Counts)
        {
            Volatile.Write(ref ticks[Vcpu.Number], ticks[Vcpu.Number] + 1);
        }
    }

    private static void TakeInOrder()
    {
        Interrupts.Handle(Low, &Note);
        Interrupts.Handle(High, &Note);
        Interrupts.Disable();
        Interrupts.Request(Low);
        Interrupts.Request(High);
        Check.That(Volatile.Read(ref _number) == 0, "an interrupt came though they are off"u8);
        Interrupts.Enable();
        Check.That(Volatile.Read(ref _number) == 2, "not two interrupts came"u8);
        Console.WriteHex(Volatile.Read(ref _order) >> 8);
        Console.Write(", then "u8);
        Console.WriteHex(Volatile.Read(ref _order) & 0xFF);
        Console.WriteLine();
    }

    private static void TakeInAttempts()
    {
        Interrupts.Handle(Low, &Attempt);
        Check.That(Exceptions.Attempt(&Request, (void*)Low, out _), "the handler's attempt ended this one"u8);
        bool isDone = Exceptions.Attempt(&RequestAndTouch, (void*)Low, out ExceptionFrame exception);
        Check.That(!isDone, "this attempt was forgotten"u8);
        Console.Write("attempts: "u8);
        Console.Write(Volatile.Read(ref _number) - 2);
        Console.Write(" interrupts, then "u8);
        Console.WriteLine(Exceptions.NameOf(exception.Vector));

        Interrupts.Handle(Low, null);
        Check.That(!Exceptions.Attempt(&Request, (void*)Low, out exception), "an interrupt without a handler went by"u8);
        Console.Write("no handler: "u8);
        Console.WriteLine(Exceptions.NameOf(exception.Vector));
        Processor.WriteMsr(EndOfInterruptMsr, 0);
    }

    private static ulong Remaining()
    {
        ulong divide = Processor.ReadMsr(DivideConfigurationMsr);
        int shift = (int)((((divide >> 1) & 4) | (divide & 3)) + 1) % 8;
        return Clock.NanosecondsOf(Processor.ReadMsr(CurrentCountMsr) << shift);
    }

    // A time that 32 bits of ticks do not hold, and a timer that is stopped.
    private static void CountLong()
    {
        Interrupts.Handle(TimerVector, &Tick);
        Timer.Once(TimerVector, LongTime);
        ulong left = Remaining();
        Check.That(left <= LongTime && left > LongTime - MaxDelay, "20 s are not what is left"u8);
        Timer.Once(TimerVector, Period);
        Timer.Stop();
        Partition.Yield();
        Timer.At(TimerVector, Clock.NowNanoseconds + Period);
        Timer.Stop();
        Partition.Yield();
        Check.That(TicksHere() == 0 && Remaining() == 0, "a timer that was stopped went on"u8);
        Console.WriteLine("20 s are counted, and nothing comes of a timer that was stopped"u8);
    }

    // Each virtual CPU has a timer and an APIC of its own.
    private static void TakeTicks()
    {
        Timer.Periodic(TimerVector, Period);
        while (TicksHere() < TicksOfEach)
        {
            Interrupts.Wait();
        }

        Timer.Stop();
        _ = Interlocked.Increment(ref _done);
    }

    private static uint TicksHere()
    {
        fixed (uint* ticks = _ticks.Counts)
        {
            return Volatile.Read(ref ticks[Vcpu.Number]);
        }
    }

    private struct VcpuCounters
    {
        internal fixed uint Counts[Vcpus];
    }
}
