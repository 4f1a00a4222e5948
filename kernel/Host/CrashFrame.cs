// The frame of the plan that outlives a warm reset, and what is written there before one.
namespace MicroHV.Kernel.Host;

using System.Numerics;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Keeps a <see cref="CrashRecord"/> of each kind, and a <see cref="LifeMark"/>. Lines are flushed as soon as they are written: a
/// reset may forget what is in the caches.
/// </summary>
public unsafe struct CrashFrame
{
    /// <summary>What <see cref="Open"/> found: a record. Of the kind k, shifted left by k.</summary>
    public const uint Found = 0x001;

    /// <summary>What <see cref="Open"/> refused: a bit is not what it was written as. Of the kind k, shifted left by k.</summary>
    public const uint Refused = 0x100;

    private const ulong SlotSizeBytes = 0x600;
    private const ulong LifeOffset = CrashRecord.KindCount * SlotSizeBytes;
    private const ulong LineSizeBytes = 64;

    // Of the record and of the mark: magic number, version, checksum; then what the checksum is for.
    private const int VersionOffset = 0x08;
    private const int ChecksumOffset = 0x0C;
    private const int ContentOffset = 0x10;

    // A magic number with so few wrong bits was one.
    private const int MaxFlippedBits = 8;

    private ulong _address;
    private ulong _entryAddress;
    private uint _codeCrc32C;
    private int _isTaken;

    private readonly LifeMark* Life => (LifeMark*)Cpu.Frame(new HostPhysical(_address + LifeOffset));

    /// <summary>
    /// Looks into the frame at <paramref name="address"/>, 0 for none, and returns what it found and refused there. What is refused
    /// is taken away. A life that did not end by itself becomes a record.
    /// </summary>
    /// <param name="address">Host-physical address of the frame.</param>
    /// <param name="codeCrc32C">Checksum of this kernel's code.</param>
    public uint Open(ulong address, uint codeCrc32C)
    {
        _address = address;
        if (address == 0)
        {
            return 0;
        }

        LifeMark* life = Life;
        uint lifeVerdict = Judge((byte*)life, LifeMark.ExpectedMagic, LifeMark.CheckedSizeBytes);
        uint verdict = (lifeVerdict & Refused) | JudgeSlot(CrashKind.Stop) | (JudgeSlot(CrashKind.PartitionError) << 1);
        if (lifeVerdict == Found)
        {
            _codeCrc32C = life->CodeCrc32C;
            StopRecord stop = default;
            stop.Reason = StopReason.UnexplainedReset;
            stop.CpuIndex = life->CpuIndex;
            stop.PartitionIndex = HealthRecord.Module;
            stop.Frames = life->Frames;
            stop.Tsc = life->Tsc;
            stop.Action = HealthAction.Reset;
            KeepStop(in stop, 0, 0);
            verdict |= Found;
        }

        EndLife();
        _codeCrc32C = codeCrc32C;
        return verdict;
    }

    /// <summary>From here on a reset is one that nobody explained, until <see cref="EndLife"/>.</summary>
    /// <param name="epochTsc">TSC at the start of major frame 0.</param>
    /// <param name="tscHertz">TSC frequency.</param>
    public readonly void BeginLife(ulong epochTsc, ulong tscHertz)
    {
        if (_address != 0)
        {
            Life->CodeCrc32C = _codeCrc32C;
            Life->EpochTsc = epochTsc;
            Life->TscHertz = tscHertz;
            RenewLife(0, 0, epochTsc);
        }
    }

    /// <summary>Once a frame.</summary>
    /// <param name="nextCpu">Index of the CPU whose turn is next.</param>
    /// <param name="frames">Complete major frames.</param>
    /// <param name="now">TSC.</param>
    public readonly void RenewLife(uint nextCpu, ulong frames, ulong now)
    {
        if (_address != 0)
        {
            LifeMark* life = Life;
            life->CpuIndex = nextCpu;
            life->Frames = frames;
            life->Tsc = now;
            Seal((byte*)life, LifeMark.ExpectedMagic, LifeMark.CheckedSizeBytes);
        }
    }

    /// <summary>The kernel stops by itself.</summary>
    public readonly void EndLife()
    {
        if (_address != 0)
        {
            Clear(Life, (uint)sizeof(LifeMark));
        }
    }

    /// <summary>
    /// Takes note of an event, for the record of a stop that may follow. The error of a partition becomes a record at once. Costs
    /// less than copying a kilobyte.
    /// </summary>
    public void Note(in HealthRecord healthEvent)
    {
        if (_address == 0)
        {
            return;
        }

        HealthRecord last = healthEvent;
        last.Crc32C = HealthRing.Checksum(ref last);
        Life->LastEvent = last;
        Flush(&Life->LastEvent, (uint)sizeof(HealthRecord));
        bool isError = healthEvent.Event is > HealthEvent.None and <= HealthEvent.EntryFailed;
        if (isError && TryTake())
        {
            StopRecord where = default;
            where.CpuIndex = healthEvent.CpuIndex;
            where.PartitionIndex = healthEvent.PartitionIndex;
            where.Tsc = Cpu.ReadTsc();
            if (TryBegin(CrashKind.PartitionError, in where, out CrashRecord* record))
            {
                record->LastEvent = last;
                Finish(record, healthEvent.Event == HealthEvent.EntryFailed);
            }

            Release();
        }
    }

    /// <summary>Remembers where the values of a refused entry are, for the record of the error or stop that it leads to.</summary>
    public void NoteEntry(ref EntryFailureRecord entry)
    {
        fixed (EntryFailureRecord* place = &entry)
        {
            _entryAddress = Cpu.Address(place).Value;
        }
    }

    /// <summary>Keeps a stop, unless one is kept already; then it is only counted.</summary>
    /// <param name="stop">The stop.</param>
    /// <param name="area">Area of the CPU that stops.</param>
    /// <param name="framePointer">RBP, where the walk of its stack begins; 0 for no walk.</param>
    public readonly void KeepStop(in StopRecord stop, ulong area, ulong framePointer)
    {
        if (_address != 0 && TryBegin(CrashKind.Stop, in stop, out CrashRecord* record))
        {
            record->BacktraceCount = StackWalk.From(area, framePointer, record->Backtrace, CrashRecord.BacktraceCapacity);
            record->LastEvent = Life->LastEvent;
            Finish(record, stop.Reason == StopReason.EntryFailed);
        }
    }

    /// <summary>The record of a kind, of this life or of one before; null if there is none.</summary>
    public readonly CrashRecord* Find(CrashKind kind)
    {
        CrashRecord* record = Slot(kind);
        return _address != 0 && record->Magic == CrashRecord.ExpectedMagic ? record : null;
    }

    /// <summary>Takes away what <see cref="Find"/> finds.</summary>
    public readonly void Forget(CrashKind kind) => Clear(Slot(kind), sizeof(ulong));

    /// <summary>Keeps other CPUs from writing errors of partitions; false if one does so at this moment.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Ends what <see cref="TryTake"/> began.</summary>
    public void Release() => Volatile.Write(ref _isTaken, 0);

    private readonly bool TryBegin(CrashKind kind, in StopRecord stop, out CrashRecord* record)
    {
        record = Slot(kind);
        if (record->Magic == CrashRecord.ExpectedMagic)
        {
            record->LaterCount++;
            Seal((byte*)record, CrashRecord.ExpectedMagic, record->SizeBytes);
            return false;
        }

        Clear(record, CrashRecord.ShortSizeBytes);
        record->Kind = kind;
        record->EpochTsc = Life->EpochTsc;
        record->TscHertz = Life->TscHertz;
        record->CodeCrc32C = _codeCrc32C;
        record->Stop = stop;
        return true;
    }

    private readonly void Finish(CrashRecord* record, bool hasEntry)
    {
        record->SizeBytes = CrashRecord.ShortSizeBytes;
        if (hasEntry && _entryAddress != 0)
        {
            record->Entry = *(EntryFailureRecord*)Cpu.Frame(new HostPhysical(_entryAddress));
            record->SizeBytes = (uint)sizeof(CrashRecord);
        }

        Seal((byte*)record, CrashRecord.ExpectedMagic, record->SizeBytes);
    }

    private readonly uint JudgeSlot(CrashKind kind)
    {
        CrashRecord* record = Slot(kind);
        bool isSizeGood = record->SizeBytes == CrashRecord.ShortSizeBytes || record->SizeBytes == sizeof(CrashRecord);
        uint verdict = Judge((byte*)record, CrashRecord.ExpectedMagic, isSizeGood ? record->SizeBytes : CrashRecord.ShortSizeBytes);
        if (verdict == Refused)
        {
            Forget(kind);
        }

        return verdict;
    }

    private readonly CrashRecord* Slot(CrashKind kind) =>
        (CrashRecord*)Cpu.Frame(new HostPhysical(_address + ((uint)kind * SlotSizeBytes)));

    // The magic number of memory that nobody wrote is far from any.
    private static uint Judge(byte* start, ulong magic, uint sizeBytes)
    {
        int flippedBits = BitOperations.PopCount(*(ulong*)start ^ magic);
        if (flippedBits > MaxFlippedBits)
        {
            return 0;
        }

        bool isWhole = flippedBits == 0
            && *(uint*)(start + VersionOffset) == CrashRecord.ExpectedLayoutVersion
            && *(uint*)(start + ChecksumOffset) == ChecksumOf(start, sizeBytes);
        return isWhole ? Found : Refused;
    }

    // The magic number comes last: a reset in between leaves nothing that looks whole.
    private static void Seal(byte* start, ulong magic, uint sizeBytes)
    {
        *(uint*)(start + VersionOffset) = CrashRecord.ExpectedLayoutVersion;
        *(uint*)(start + ChecksumOffset) = ChecksumOf(start, sizeBytes);
        Volatile.Write(ref *(ulong*)start, magic);
        Flush(start, sizeBytes);
    }

    private static uint ChecksumOf(byte* start, uint sizeBytes) => Crc32C.Of(start + ContentOffset, sizeBytes - ContentOffset);

    private static void Clear(void* start, uint sizeBytes)
    {
        ulong* words = (ulong*)start;
        for (uint i = 0; i < sizeBytes / sizeof(ulong); i++)
        {
            words[i] = 0;
        }

        Flush(start, sizeBytes);
    }

    private static void Flush(void* start, uint sizeBytes)
    {
        for (ulong offset = 0; offset < sizeBytes; offset += LineSizeBytes)
        {
            Cpu.FlushLine((byte*)start + offset);
        }
    }
}
