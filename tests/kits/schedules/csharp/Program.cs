// What the kit tells of schedules; and exceptions on two virtual CPUs at once.
using System;
using System.Runtime;
using System.Threading;
using MicroHV.Guest;
using MicroHV.Kernel.Abi;
using Console = MicroHV.Guest.Console;

/// <summary>As its twin in C.</summary>
internal static unsafe class Program
{
    private const ulong NanosecondsPerMicrosecond = 1000;
    private const uint Attempts = 200;
    private const uint Vcpus = 2;

    // Nothing is mapped here.
    private const ulong Nowhere = 0x4000_0000;

    private static int _ready;
    private static int _finished;

    [RuntimeExport("main")]
    private static int Main()
    {
        if (Partition.VcpuCount != Vcpus)
        {
            Ask();
            return 0;
        }

        Console.Write("asked for 2: "u8);
        Console.Write((ulong)Schedules.Set(2));
        Console.WriteLine();
        MakeExceptions();
        Console.Write(Vcpus * Attempts);
        Console.WriteLine(" exceptions on two virtual CPUs, each its own"u8);
        return 0;
    }

    [RuntimeExport("vcpu_main")]
    private static void VcpuMain(uint vcpu)
    {
        Check.That(vcpu == 1 && Vcpu.Number == 1, "this is another virtual CPU"u8);
        MakeExceptions();
    }

    private static void Ask()
    {
        Console.Write(Schedules.Count);
        Console.WriteLine(" schedules"u8);
        WriteSchedule("day"u8);
        WriteSchedule("night"u8);
        WriteSchedule("noon"u8);
        ScheduleStatus status = Schedules.Status;
        Console.Write(status.Current);
        Console.Write(" runs, "u8);
        Console.Write(status.Next);
        Console.Write(" follows, "u8);
        Console.Write(status.LastSwitchTsc);
        Console.WriteLine(" began it"u8);
        Console.Write("asked for 1, 0 and 3: "u8);
        Console.Write((ulong)Schedules.Set(1));
        Console.Write(", "u8);
        Console.Write((ulong)Schedules.Set(0));
        Console.Write(", "u8);
        Console.Write((ulong)Schedules.Set(3));
        Console.WriteLine();
        for (uint i = 0; i < Partition.WindowCount; i++)
        {
            WriteWindow(Partition.WindowAt(i));
        }
    }

    private static void WriteSchedule(ReadOnlySpan<byte> name)
    {
        uint id = Schedules.IdOf(name);
        Console.Write(name);
        Console.Write(" is "u8);
        Console.Write(id);
        if (id != 0)
        {
            Schedule schedule = Schedules.At(id - 1);
            WriteMicroseconds(": "u8, schedule.MajorFrameNanoseconds);
            WriteMicroseconds(", and "u8, schedule.DurationNanoseconds);
            WriteMicroseconds(" in every "u8, schedule.PeriodNanoseconds);
        }

        Console.WriteLine();
    }

    private static void WriteWindow(PlannedWindow window)
    {
        WriteMicroseconds("a window of "u8, window.DurationNanoseconds);
        Console.Write(" in schedule "u8);
        Console.Write(window.Schedule);
        Console.Write(", for virtual CPU "u8);
        Console.Write(window.Vcpu);
        Console.Write(", flags "u8);
        Console.Write((uint)window.Flags);
        Console.WriteLine();
    }

    private static void WriteMicroseconds(ReadOnlySpan<byte> word, ulong nanoseconds)
    {
        Console.Write(word);
        Console.Write(nanoseconds / NanosecondsPerMicrosecond);
        Console.Write(" us"u8);
    }

    private static void Await(ref int counter)
    {
        _ = Interlocked.Increment(ref counter);
        while (Volatile.Read(ref counter) < Vcpus)
        {
            Processor.Pause();
        }
    }

    private static void Touch(void* place) => _ = Volatile.Read(ref *(byte*)place);

    // Each virtual CPU touches a place of its own, and is told of no other.
    private static void MakeExceptions()
    {
        ulong place = Nowhere + (Vcpu.Number * 0x1000UL);
        Await(ref _ready);
        for (uint i = 0; i < Attempts; i++)
        {
            bool isDone = Exceptions.Attempt(&Touch, (void*)place, out ExceptionFrame exception);
            Check.That(!isDone && exception.CR2 == place, "a virtual CPU was told of another's exception"u8);
        }

        Await(ref _finished);
    }
}
