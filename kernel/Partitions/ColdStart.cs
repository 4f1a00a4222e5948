// Fills a partition's memory for a cold start: zeros, the golden copy, and what only the machine knows.
namespace MicroHV.Kernel.Partitions;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

/// <summary>What is done next.</summary>
public enum LoadStage : uint
{
    /// <summary>Private RAM is zeroed.</summary>
    Clear = 0,

    /// <summary>Golden copies are copied.</summary>
    Copy = 1,

    /// <summary>The machine's numbers are written.</summary>
    Fix = 2,

    /// <summary>Nothing: all is done.</summary>
    Done = 3,

    /// <summary>Nothing: a golden copy does not have its checksum.</summary>
    Mismatch = 4,
}

/// <summary>How far it has come: a region, a copy or a fixup of the partition, and an offset in it.</summary>
public struct LoadCursor
{
    /// <summary>What is done next.</summary>
    public LoadStage Stage;

    /// <summary>Which region, copy or fixup, counted from the partition's first; after a mismatch, which copy it was.</summary>
    public uint Index;

    /// <summary>How many bytes of it are done.</summary>
    public ulong Offset;

    /// <summary>The state of the checksum over those.</summary>
    public uint Sum;

    /// <summary>1 at boot, when shared regions are filled too: later they are other partitions' as well.</summary>
    public uint FillsShared;
}

/// <summary>
/// Works on the partition whose address space is loaded, a bounded step at a time. What is copied is checked as it is stored;
/// memory that does not have its checksum is never entered.
/// </summary>
public static unsafe class ColdStart
{
    /// <summary>Bytes of a step that somebody's window waits for: some six hundred instructions.</summary>
    public const ulong StepBytes = 0x400;

    // A step may zero so many times as many bytes as it copies: that takes as long.
    private const ulong ClearFactor = 4;

    /// <summary>Bytes of a step at boot, where nobody waits.</summary>
    public const ulong BootStepBytes = 0x1_0000;

    /// <summary>Does the next step of a cursor that is not done: copies at most <paramref name="stepBytes"/>, a multiple of 8, or zeroes four times as many.</summary>
    public static void Advance(
        ref LoadCursor cursor, in SystemConfig config, in PartitionRecord partition, in MachineNumbers numbers, ulong stepBytes)
    {
        if (cursor.Stage == LoadStage.Clear)
        {
            Clear(ref cursor, config.RegionsOf(in partition), stepBytes);
        }
        else if (cursor.Stage == LoadStage.Copy)
        {
            Copy(ref cursor, in config, in partition, stepBytes);
        }
        else
        {
            Fix(ref cursor, in config, in partition, in numbers);
        }
    }

    private static void Clear(ref LoadCursor cursor, ReadOnlySpan<RegionRecord> regions, ulong stepBytes)
    {
        if (cursor.Index == (uint)regions.Length)
        {
            Enter(ref cursor, LoadStage.Copy);
            return;
        }

        ref readonly RegionRecord region = ref regions[(int)cursor.Index];
        bool isFilled = (region.Flags & RegionFlags.Device) == 0 && IsFilled(in cursor, in region);
        ulong leftBytes = isFilled ? region.SizeBytes - cursor.Offset : 0;
        ulong bytes = leftBytes < ClearFactor * stepBytes ? leftBytes : ClearFactor * stepBytes;
        GuestMemory.Clear(in region, cursor.Offset, bytes);
        Pass(ref cursor, bytes, leftBytes);
    }

    private static void Copy(ref LoadCursor cursor, in SystemConfig config, in PartitionRecord partition, ulong stepBytes)
    {
        ReadOnlySpan<CopyRecord> copies = config.CopiesOf(in partition);
        if (cursor.Index == (uint)copies.Length)
        {
            Enter(ref cursor, LoadStage.Fix);
            return;
        }

        // SystemConfig has checked that every copy and fixup lies in a region of RAM.
        ref readonly CopyRecord copy = ref copies[(int)cursor.Index];
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in partition);
        GuestPhysical to = new GuestPhysical(copy.GuestPhysical + cursor.Offset);
        ulong leftBytes = copy.SizeBytes - cursor.Offset;
        ulong bytes = leftBytes < stepBytes ? leftBytes : stepBytes;
        _ = GuestMemory.TryFind(regions, to, bytes, out int region);
        if (!IsFilled(in cursor, in regions[region]))
        {
            Pass(ref cursor, leftBytes, leftBytes);
            return;
        }

        void* from = config.Image(copy.ImageOffset + cursor.Offset);
        _ = GuestMemory.TryWriteSummed(regions, to, from, bytes, ref cursor.Sum);
        if (bytes == leftBytes && ~cursor.Sum != copy.Crc32C)
        {
            cursor.Stage = LoadStage.Mismatch;
            return;
        }

        Pass(ref cursor, bytes, leftBytes);
    }

    private static void Fix(
        ref LoadCursor cursor, in SystemConfig config, in PartitionRecord partition, in MachineNumbers numbers)
    {
        ReadOnlySpan<FixupRecord> fixups = config.FixupsOf(in partition);
        if (cursor.Index == (uint)fixups.Length)
        {
            Enter(ref cursor, LoadStage.Done);
            return;
        }

        ref readonly FixupRecord fixup = ref fixups[(int)cursor.Index];
        ReadOnlySpan<RegionRecord> regions = config.RegionsOf(in partition);
        GuestPhysical to = new GuestPhysical(fixup.GuestPhysical);
        _ = GuestMemory.TryFind(regions, to, fixup.WidthBytes, out int region);
        if (IsFilled(in cursor, in regions[region]))
        {
            ulong value = numbers.ValueOf(in fixup, in config);
            _ = GuestMemory.TryWrite(regions, to, &value, fixup.WidthBytes);
        }

        cursor.Index++;
    }

    private static bool IsFilled(in LoadCursor cursor, in RegionRecord region) =>
        cursor.FillsShared != 0 || (region.Flags & RegionFlags.Shared) == 0;

    private static void Enter(ref LoadCursor cursor, LoadStage stage)
    {
        cursor.Stage = stage;
        cursor.Index = 0;
        cursor.Offset = 0;
        cursor.Sum = Crc32C.Start;
    }

    private static void Pass(ref LoadCursor cursor, ulong bytes, ulong leftBytes)
    {
        cursor.Offset += bytes;
        if (bytes == leftBytes)
        {
            cursor.Index++;
            cursor.Offset = 0;
            cursor.Sum = Crc32C.Start;
        }
    }
}
