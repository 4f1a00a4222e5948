// What one partition has to say, until the serial line takes it.
namespace MicroHV.Kernel.Console;

using System;
using System.Runtime.InteropServices;
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

    /// <summary>A record of <see cref="PartitionConsole.LostBytes"/>.</summary>
    Loss = 4,

    /// <summary><see cref="PartitionConsole.EntryFailureRecord"/>.</summary>
    EntryFailure = 8,
}

/// <summary>A partition's ring of text and its records, in one frame.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x1000)]
public unsafe struct PartitionConsole
{
    /// <summary>Bytes in <see cref="Ring"/>, a power of two.</summary>
    public const uint RingSizeBytes = 0x800;

    /// <summary>Bytes ever written to the ring, modulo 2^32.</summary>
    [FieldOffset(0x000)] public uint Written;

    /// <summary>Bytes ever taken from the ring, modulo 2^32.</summary>
    [FieldOffset(0x004)] public uint Sent;

    /// <summary>Line feeds in the ring.</summary>
    [FieldOffset(0x008)] public uint Lines;

    /// <summary>Not 0 if an unfinished line is to be sent as it is.</summary>
    [FieldOffset(0x00C)] public uint MustFlush;

    /// <summary>Bytes refused since the last loss record.</summary>
    [FieldOffset(0x010)] public ulong LostBytes;

    /// <summary>Which records wait.</summary>
    [FieldOffset(0x018)] public PendingRecords Pending;

    /// <summary>The partition's report of its end.</summary>
    [FieldOffset(0x020)] public PartitionEndRecord EndRecord;

    /// <summary>The dump of the error that stopped it.</summary>
    [FieldOffset(0x080)] public PartitionErrorRecord ErrorRecord;

    /// <summary>What the processor checked when it refused to enter the partition.</summary>
    [FieldOffset(0x2D0)] public EntryFailureRecord EntryFailureRecord;

    /// <summary>The text.</summary>
    [FieldOffset(0x800)] public fixed byte Ring[(int)RingSizeBytes];

    /// <summary>Bytes in the ring.</summary>
    public readonly uint Waiting => Written - Sent;

    /// <summary>True if there is anything to send.</summary>
    public readonly bool HasText => Lines != 0 || (MustFlush != 0 && Waiting != 0) || Waiting > RingSizeBytes / 2;

    /// <summary>Takes as much of the text as has room and returns how many bytes that is; the rest counts as lost.</summary>
    public uint Write(byte* text, uint sizeBytes)
    {
        uint room = RingSizeBytes - Waiting;
        uint taken = sizeBytes < room ? sizeBytes : room;
        for (uint i = 0; i < taken; i++)
        {
            Ring[(Written + i) & (RingSizeBytes - 1)] = text[i];
            Lines += text[i] == (byte)'\n' ? 1u : 0u;
        }

        Written += taken;
        LostBytes += sizeBytes - taken;
        return taken;
    }

    /// <summary>
    /// What the partition leaves behind when its time is up: a line that stays unfinished is sent as it is, and refused text is
    /// told once the rest is out.
    /// </summary>
    public void EndWindow()
    {
        MustFlush = Waiting != 0 ? 1u : 0u;
        Pending |= LostBytes != 0 ? PendingRecords.Loss : PendingRecords.None;
    }

    /// <summary>Takes the oldest byte; only if <see cref="Waiting"/> is not 0.</summary>
    public byte Take()
    {
        byte oldest = Ring[Sent & (RingSizeBytes - 1)];
        Sent++;
        Lines -= oldest == (byte)'\n' ? 1u : 0u;
        MustFlush = Waiting == 0 ? 0u : MustFlush;
        return oldest;
    }
}
