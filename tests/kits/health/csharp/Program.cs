// What the kit offers of modes, of events that a guest raises, of the health log, and of crash records.
using System;
using System.Runtime;
using System.Threading;
using MicroHV.Guest;
using MicroHV.Kernel.Abi;
using Console = MicroHV.Guest.Console;

/// <summary>As its twin in C.</summary>
internal static unsafe class Program
{
    private const ulong Records = 3;
    private const uint Nobody = 99;

    // Nothing is mapped here.
    private const ulong Nowhere = 0x4000_0000;

    // Kept by a warm start, and not by a cold one.
    private static ulong _kept;

    [RuntimeExport("main")]
    private static int Main()
    {
        if (Partition.HasArgument("life"u8))
        {
            Live();
        }
        else if (Partition.HasArgument("sleeper"u8))
        {
            Sleep();
        }
        else
        {
            Watch();
        }

        return 0;
    }

    private static void Live()
    {
        PartitionStatus status = Health.Status;
        Write(status);
        if (status.StartCondition == (uint)StartCondition.NormalStart)
        {
            Begin();
            Raise();
            Overreach();
            _kept = 5;
            _ = Health.SetMode(PartitionMode.WarmStart);
            Check.Fail("a warm start that returns"u8);
        }
        else if (status.StartCondition == (uint)StartCondition.PartitionRestart)
        {
            Volatile.Write(ref *(ulong*)Nowhere, _kept);
            Check.Fail("nothing is there"u8);
        }
    }

    private static void Begin()
    {
        Console.Write("warm start, normal, normal:"u8);
        Put(Health.SetMode(PartitionMode.WarmStart));
        Put(Health.SetMode(PartitionMode.Normal));
        Put(Health.SetMode(PartitionMode.Normal));
        Console.Write("\nmode "u8);
        Console.Write(Health.Status.Mode);
        Console.Write(", watchdog"u8);
        Put(Health.KickWatchdog());
        Console.WriteLine();
    }

    private static void Raise()
    {
        Console.Write("raised:"u8);
        Put(Health.Raise(HealthEvent.ApplicationError, 7, "valve 3"u8));
        Put(Health.Raise(HealthEvent.DeadlineMissed, 8, default));
        Put(Health.Raise(HealthEvent.MemoryViolation, 9, default));
        Console.WriteLine();
    }

    // What only a system partition may.
    private static void Overreach()
    {
        uint other = Partition.Index == 0 ? 2u : 1;
        Console.Write("refused:"u8);
        Put(Health.StatusOf(other, out _));
        Put(Health.SetModeOf(other, PartitionMode.Idle));
        Put(Health.ReadLog(0, 0, out _));
        Put(Health.AcknowledgeLog(0, 1));
        Put(Health.ReadCrash(CrashKind.Stop, out _));
        Put(Health.AcknowledgeCrash(CrashKind.Stop));
        Console.WriteLine();
    }

    private static void Watch()
    {
        uint watched = (uint)Partition.Argument("watched"u8, 0);
        uint sleeper = (uint)Partition.Argument("sleeper"u8, 0);
        for (ulong sequence = 1; sequence <= Records; sequence++)
        {
            WriteRecord(watched, sequence);
        }

        PartitionStatus status;
        do
        {
            Partition.Yield();
            Check.That(Health.StatusOf(watched, out status) == ReturnCode.NoError, "there is no status"u8);
        }
        while (status.Mode != (uint)PartitionMode.Idle);

        Console.Write("it ended, after "u8);
        Console.Write(status.RestartCount);
        Console.WriteLine(" restarts"u8);
        Console.Write("acknowledged:"u8);
        Put(Health.AcknowledgeLog(watched, Records));
        Put(Health.AcknowledgeLog(watched, Records));
        Put(Health.AcknowledgeLog(watched, Nobody));
        Console.Write("\nread:"u8);
        Put(Health.ReadLog(watched, 0, out _));
        Put(Health.ReadLog(watched, 2, out _));
        Put(Health.ReadLog(Nobody, 0, out _));
        Console.WriteLine();
        ReadCrashes();
        Console.Write("modes:"u8);
        Put(Health.SetModeOf(sleeper, PartitionMode.Normal));
        Put(Health.SetModeOf(Nobody, PartitionMode.Idle));
        Put(Health.SetModeOf(sleeper, PartitionMode.Idle));
        Put(Health.SetModeOf(sleeper, PartitionMode.Idle));
        Console.WriteLine();
    }

    // An error of a partition leaves a record at once; this kernel has not stopped, and none before it has.
    private static void ReadCrashes()
    {
        Console.Write("crashes:"u8);
        Put(Health.ReadCrash(CrashKind.PartitionError, out CrashRecord crash));
        Console.Write(" "u8);
        Console.Write(Health.NameOf(crash.LastEvent.Event));
        Console.Write(";"u8);
        Put(Health.ReadCrash(CrashKind.Stop, out _));
        Put(Health.AcknowledgeCrash(CrashKind.Stop));
        Put(Health.ReadCrash((CrashKind)Nobody, out _));
        Put(Health.AcknowledgeCrash((CrashKind)Nobody));
        Console.WriteLine();
    }

    private static void Sleep()
    {
        Console.Write("kicked:"u8);
        Put(Health.KickWatchdog());
        Console.WriteLine();
        while (true)
        {
            _ = Health.KickWatchdog();
            Partition.Yield();
        }
    }

    private static void WriteRecord(uint watched, ulong sequence)
    {
        HealthRecord record;
        ReturnCode code = Health.ReadLog(watched, sequence, out record);
        while (code == ReturnCode.NotAvailable)
        {
            Partition.Yield();
            code = Health.ReadLog(watched, sequence, out record);
        }

        Check.That(code == ReturnCode.NoError, "the log is refused"u8);
        Console.Write(record.Sequence);
        Console.Write(": "u8);
        Console.Write(Health.NameOf(record.Event));
        Console.Write(" "u8);
        Console.Write(record.Code);
        Console.Write(" '"u8);
        for (int i = 0; i < HealthRecord.MessageSizeBytes && record.Message[i] != 0; i++)
        {
            Console.Write(record.Message[i]);
        }

        Console.Write("', action "u8);
        Console.Write(record.Action);
        Console.WriteLine();
    }

    private static void Write(PartitionStatus status)
    {
        Console.Write("start "u8);
        Console.Write(status.RestartCount);
        Console.Write(": mode "u8);
        Console.Write(status.Mode);
        Console.Write(", condition "u8);
        Console.Write(status.StartCondition);
        Console.Write(", for "u8);
        Console.Write(Health.NameOf((HealthEvent)status.Cause));
        Console.Write("; "u8);
        Console.Write(_kept);
        Console.WriteLine(" is kept"u8);
    }

    private static void Put(ReturnCode code)
    {
        Console.Write(" "u8);
        Console.Write((ulong)code);
    }
}
