// Records as a kernel would write them, for tests.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Machines;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Machine.Tests;

/// <summary>Lines of the console, ready to be pushed into a decoder.</summary>
internal static class Records
{
    /// <summary>A boot of kernel 0.1.2 on AMD.</summary>
    public static string Boot { get; } =
        WireRecord.Write(WireRecordKind.Boot, new BootRecord { KernelVersion = 0x0001_02, Vendor = Vendor.Amd });

    /// <summary>A stop.</summary>
    public static string Stop(StopReason reason, ulong frames = 7, uint partition = uint.MaxValue) =>
        WireRecord.Write(
            WireRecordKind.Stop, new StopRecord { Reason = reason, Frames = frames, PartitionIndex = partition });

    /// <summary>A stop that resets the machine.</summary>
    public static string Reset { get; } = WireRecord.Write(
        WireRecordKind.Stop, new StopRecord { Reason = StopReason.HostException, Vector = 14, Action = HealthAction.Reset });

    /// <summary>What the kernel that was stopped so left, or the first bytes of it.</summary>
    public static string Crash(uint sizeBytes = CrashRecord.ShortSizeBytes) =>
        WireRecord.Write(WireRecordKind.Crash, LastWords)[..(4 + (2 * (int)sizeBytes))] + "\n";

    /// <summary>A host exception in frame 12 with two callers, one crash behind it, and a missed deadline before.</summary>
    public static unsafe CrashRecord LastWords
    {
        get
        {
            CrashRecord record = new()
            {
                SizeBytes = CrashRecord.ShortSizeBytes,
                LaterCount = 1,
                BacktraceCount = 2,
                EpochTsc = 1_000_000,
                TscHertz = 1_000_000_000,
                Stop = new StopRecord { Reason = StopReason.HostException, Vector = 14, Rip = 0x10_1000, Tsc = 251_000_000, Frames = 12 },
                LastEvent = new HealthRecord { Sequence = 3, Event = HealthEvent.DeadlineMissed, PartitionIndex = 1 },
            };
            record.Backtrace[0] = 0x10_2000;
            record.Backtrace[1] = 0x10_3000;
            return record;
        }
    }

    /// <summary>A partition's report of its end.</summary>
    public static string End(uint partition, ulong exitCode = 0) =>
        WireRecord.Write(
            WireRecordKind.PartitionEnd, new PartitionEndRecord { PartitionIndex = partition, ExitCode = exitCode });

    /// <summary>A partition's error.</summary>
    public static string Error(uint partition, HealthEvent error) =>
        WireRecord.Write(WireRecordKind.PartitionError, Dump(partition, error));

    /// <summary>A record of the health log, with its checksum.</summary>
    public static string Health(HealthRecord record) => WireRecord.Write(WireRecordKind.Health, Sealed(record));

    /// <summary>The same record with the checksum that it has to have.</summary>
    public static unsafe HealthRecord Sealed(HealthRecord record)
    {
        record.Crc32C = 0;
        record.Crc32C = Crc32C.Of((byte*)&record, (ulong)sizeof(HealthRecord));
        return record;
    }

    /// <summary>A restart with its memory kept after a triple fault.</summary>
    public static HealthRecord Restart(uint partition, ulong sequence, uint count) => new()
    {
        Sequence = sequence,
        TimeNanoseconds = sequence * 1_500_000,
        PartitionIndex = partition,
        Event = HealthEvent.UnexpectedTrap,
        Action = (uint)HealthAction.WarmStart,
        RestartCount = count,
    };

    /// <summary>A VMRUN that was refused: every value is 0, so that the first rule that it breaks is EFER.SVME.</summary>
    public static string EntryFailure(uint partition) =>
        WireRecord.Write(
            WireRecordKind.EntryFailure,
            new EntryFailureRecord
            {
                PartitionIndex = partition,
                Vendor = Vendor.Amd,
                ValueCount = (uint)SvmEntryValues.Count,
                VendorReason = ulong.MaxValue,
            });

    /// <summary>A dump in 64-bit mode at <c>mov [rdi], rax</c>.</summary>
    public static unsafe PartitionErrorRecord Dump(uint partition, HealthEvent error)
    {
        PartitionErrorRecord record = new()
        {
            PartitionIndex = partition,
            Error = error,
            ExitKind = 9,
            Vendor = Vendor.Amd,
            VendorReason = 0x400,
            Qualification = 0x1_0000_0006,
            Address = 0x50_0000,
            Access = (uint)RegionRights.Write,
            Frame = 12,
            InstructionLength = 3,
        };
        record.Instruction[0] = 0x48;
        record.Instruction[1] = 0x89;
        record.Instruction[2] = 0x07;
        record.State.Rip = 0x40_010A;
        record.State.General.Rax = 0xDEAD_BEEF;
        record.State.Cr0 = 0x8005_0033;
        record.State.Efer = 0xD00;
        record.State.Cs.AccessRights = 0xA09B;
        return record;
    }
}
