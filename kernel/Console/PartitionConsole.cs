// What one partition has to say, until the serial line takes it.
namespace MicroHV.Kernel.Console;

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using MicroHV.Kernel.Abi;

/// <summary>Records of a partition that wait to be sent.</summary>
[Flags]
public enum PendingRecords : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="PartitionConsole.ErrorRecord"/>.</summary>
    Error = 1,

    /// <summary><see cref="PartitionConsole.EndRecord"/>.</summary>
    End = 2,

    /// <summary>A record of bytes lost.</summary>
    Loss = 4,

    /// <summary><see cref="PartitionConsole.EntryFailureRecord"/>.</summary>
    EntryFailure = 8,

    /// <summary>Records of <see cref="PartitionConsole.Health"/>.</summary>
    Health = 16,
}

/// <summary>
/// A partition's ring of text, its records and its health log, in two frames. One of the CPUs that run the partition writes, one CPU at a time
/// sends; each field has one of the two as its only writer, but for the marks of <see cref="Pending"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x2000)]
public unsafe struct PartitionConsole
{
    /// <summary>Bytes in <see cref="Ring"/>, a power of two.</summary>
    public const uint RingSizeBytes = 0x800;

    /// <summary>Bytes ever written to the ring, modulo 2^32.</summary>
    [FieldOffset(0x000)] public uint Written;

    /// <summary>Line feeds ever written to the ring, modulo 2^32.</summary>
    [FieldOffset(0x004)] public uint LinesWritten;

    /// <summary>Value of <see cref="Written"/> up to which text is to be sent even if its line is unfinished.</summary>
    [FieldOffset(0x008)] public uint FlushEnd;

    // 1 while a CPU writes: several may run virtual CPUs of the partition.
    [FieldOffset(0x00C)] private int _isTaken;

    /// <summary>Bytes ever refused.</summary>
    [FieldOffset(0x010)] public ulong LostBytes;

    /// <summary>Bytes ever taken from the ring, modulo 2^32.</summary>
    [FieldOffset(0x040)] public uint Sent;

    /// <summary>Line feeds ever taken from the ring, modulo 2^32.</summary>
    [FieldOffset(0x044)] public uint LinesSent;

    /// <summary>Of <see cref="LostBytes"/>, those told in loss records.</summary>
    [FieldOffset(0x048)] public ulong LostBytesSent;

    /// <summary>The partition's report of its end.</summary>
    [FieldOffset(0x080)] public PartitionEndRecord EndRecord;

    /// <summary>The dump of the error that stopped it.</summary>
    [FieldOffset(0x0C0)] public PartitionErrorRecord ErrorRecord;

    /// <summary>What the processor checked when it refused to enter the partition.</summary>
    [FieldOffset(0x310)] public EntryFailureRecord EntryFailureRecord;

    /// <summary>The text.</summary>
    [FieldOffset(0x800)] public fixed byte Ring[(int)RingSizeBytes];

    /// <summary>The last lines of its health log.</summary>
    [FieldOffset(0x1000)] public HealthRing Health;

    /// <summary>Number of the last record of <see cref="Health"/> that was sent.</summary>
    [FieldOffset(0x1840)] public ulong HealthSent;

    /// <summary>The record of <see cref="Health"/> that is sent now.</summary>
    [FieldOffset(0x1880)] public HealthRecord HealthRecord;

    [FieldOffset(0x050)] private int _pending;

    // Records that are being sent: they must not change.
    [FieldOffset(0x054)] private int _sending;

    /// <summary>Which records wait.</summary>
    public readonly PendingRecords Pending => (PendingRecords)Volatile.Read(in _pending);

    /// <summary>Bytes in the ring.</summary>
    public readonly uint Waiting => Volatile.Read(in Written) - Sent;

    /// <summary>Line feeds in the ring.</summary>
    public readonly uint Lines => Volatile.Read(in LinesWritten) - LinesSent;

    /// <summary>True if there is anything to send.</summary>
    public readonly bool HasText =>
        Lines != 0 || (int)(Volatile.Read(in FlushEnd) - Sent) > 0 || Waiting > RingSizeBytes / 2;

    /// <summary>
    /// Takes as much of the text as has room and tells in <paramref name="taken"/> how many bytes that is; the rest counts as
    /// lost. False, with nothing done, while another CPU writes: nobody waits here.
    /// </summary>
    public bool TryWrite(byte* text, uint sizeBytes, out uint taken)
    {
        taken = 0;
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return false;
        }

        uint room = RingSizeBytes - (Written - Volatile.Read(in Sent));
        taken = sizeBytes < room ? sizeBytes : room;
        uint start = Written & (RingSizeBytes - 1);
        uint beforeEnd = RingSizeBytes - start;
        uint first = taken < beforeEnd ? taken : beforeEnd;
        fixed (byte* ring = Ring)
        {
            new ReadOnlySpan<byte>(text, (int)first).CopyTo(new Span<byte>(ring + start, (int)first));
            new ReadOnlySpan<byte>(text + first, (int)(taken - first)).CopyTo(new Span<byte>(ring, (int)(taken - first)));
        }

        Volatile.Write(ref Written, Written + taken);
        Volatile.Write(ref LinesWritten, LinesWritten + LineFeedsIn(text, taken));
        LostBytes += sizeBytes - taken;
        Volatile.Write(ref _isTaken, 0);
        return true;
    }

    // Eight bytes at a time: this is the longest of the requests.
    private static uint LineFeedsIn(byte* text, uint sizeBytes)
    {
        const ulong EachByte = 0x0101_0101_0101_0101;
        const ulong HighBits = 0x80 * EachByte;
        uint count = 0;
        uint i = 0;
        for (; i + sizeof(ulong) <= sizeBytes; i += sizeof(ulong))
        {
            ulong difference = *(ulong*)(text + i) ^ ('\n' * EachByte);

            // The high bit of each byte that differs. No carry leaves its byte.
            ulong others = (((difference & ~HighBits) + ~HighBits) | difference) & HighBits;
            count += sizeof(ulong) - (uint)(((others >> 7) * EachByte) >> 56);
        }

        for (; i < sizeBytes; i++)
        {
            count += text[i] == (byte)'\n' ? 1u : 0u;
        }

        return count;
    }

    /// <summary>
    /// What the partition leaves behind when its time is up: a line that stays unfinished is sent as it is, and refused text is
    /// told once the rest is out. True if anything is to be sent.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EndWindow()
    {
        Volatile.Write(ref FlushEnd, Written);
        if (LostBytes != Volatile.Read(in LostBytesSent))
        {
            Tell(PendingRecords.Loss);
        }

        return Written != Volatile.Read(in Sent) || Pending != PendingRecords.None;
    }

    /// <summary>Marks records, whose fields are written, as waiting.</summary>
    public void Tell(PendingRecords records) => Interlocked.Or(ref _pending, (int)records);

    /// <summary>True if none of <paramref name="records"/> waits or is being sent, so that they may be written.</summary>
    public readonly bool CanTell(PendingRecords records) =>
        ((Volatile.Read(in _sending) | Volatile.Read(in _pending)) & (int)records) == 0;

    /// <summary>Takes the marks of <paramref name="records"/> away: they are being sent.</summary>
    public void Begin(PendingRecords records)
    {
        Volatile.Write(ref _sending, (int)records);
        _ = Interlocked.And(ref _pending, ~(int)records);
    }

    /// <summary>What <see cref="Begin"/> began is sent.</summary>
    public void End() => Volatile.Write(ref _sending, 0);

    /// <summary>
    /// Takes the next record of the health log into <see cref="HealthRecord"/>, and its mark away if it was the last. False if there
    /// is none: a CPU that is writing one tells of it afterwards.
    /// </summary>
    public bool TryBeginHealth()
    {
        Begin(PendingRecords.Health);
        if (!Health.TryRead(HealthSent + 1, out HealthRecord))
        {
            return false;
        }

        HealthSent = HealthRecord.Sequence;
        if (HealthSent != Health.Last)
        {
            Tell(PendingRecords.Health);
        }

        return true;
    }

    /// <summary>Takes the oldest byte; only if <see cref="Waiting"/> is not 0.</summary>
    public byte Take()
    {
        byte oldest = Ring[Sent & (RingSizeBytes - 1)];
        LinesSent += oldest == (byte)'\n' ? 1u : 0u;
        Volatile.Write(ref Sent, Sent + 1);
        return oldest;
    }
}
