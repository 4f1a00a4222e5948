// What a kernel that died, or a partition that failed, leaves for the next boot.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>Whose crash a <see cref="CrashRecord"/> is; the frame of the plan keeps one record of each.</summary>
public enum CrashKind : uint
{
    /// <summary>The kernel stopped by its own fault or by the plan's action, or it was reset and could not say why.</summary>
    Stop = 0,

    /// <summary>A partition made an error.</summary>
    PartitionError = 1,
}

/// <summary>
/// Lies in <see cref="SystemHeader.CrashFrame"/> through a warm reset, until a system partition acknowledges it. The first crash
/// of its kind is kept; those that follow are counted.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x5B0)]
public unsafe struct CrashRecord
{
    /// <summary>"MHVcrash", read as a little-endian number.</summary>
    public const ulong ExpectedMagic = 0x68736172_6356484D;

    /// <summary>Changes whenever this record or one that is part of it changes.</summary>
    public const uint ExpectedLayoutVersion = 1;

    /// <summary>Number of kinds.</summary>
    public const uint KindCount = 2;

    /// <summary>Number of elements of <see cref="Backtrace"/>.</summary>
    public const int BacktraceCapacity = 16;

    /// <summary><see cref="SizeBytes"/> of a record without <see cref="Entry"/>.</summary>
    public const uint ShortSizeBytes = 0x1D0;

    /// <summary>Must be <see cref="ExpectedMagic"/>.</summary>
    [FieldOffset(0x00)] public ulong Magic;

    /// <summary>Must be <see cref="ExpectedLayoutVersion"/>.</summary>
    [FieldOffset(0x08)] public uint LayoutVersion;

    /// <summary>CRC-32C of what follows, up to <see cref="SizeBytes"/>.</summary>
    [FieldOffset(0x0C)] public uint Crc32C;

    /// <summary>Whose crash it is.</summary>
    [FieldOffset(0x10)] public CrashKind Kind;

    /// <summary>Bytes that count: <see cref="ShortSizeBytes"/>, or all if a refused entry belongs to it.</summary>
    [FieldOffset(0x14)] public uint SizeBytes;

    /// <summary>Crashes of the same kind that came later, while this one was kept.</summary>
    [FieldOffset(0x18)] public uint LaterCount;

    /// <summary>Number of valid elements of <see cref="Backtrace"/>.</summary>
    [FieldOffset(0x1C)] public uint BacktraceCount;

    /// <summary>TSC at the start of major frame 0; 0 if it had not begun.</summary>
    [FieldOffset(0x20)] public ulong EpochTsc;

    /// <summary>TSC frequency in hertz.</summary>
    [FieldOffset(0x28)] public ulong TscHertz;

    /// <summary>CRC-32C of the kernel's code: source lines are those of an image that has the same.</summary>
    [FieldOffset(0x30)] public uint CodeCrc32C;

    /// <summary>Zero.</summary>
    [FieldOffset(0x34)] public uint Reserved0;

    /// <summary>Zero.</summary>
    [FieldOffset(0x38)] public ulong Reserved;

    /// <summary>The stop. Of a partition's error: CPU, partition, frames and TSC, and no reason.</summary>
    [FieldOffset(0x40)] public StopRecord Stop;

    /// <summary>The last event before it; of a partition's error, that error. Zero if there was none.</summary>
    [FieldOffset(0xD0)] public HealthRecord LastEvent;

    /// <summary>Return addresses in the kernel, the innermost first.</summary>
    [FieldOffset(0x150)] public fixed ulong Backtrace[BacktraceCapacity];

    /// <summary>What the processor checked when it refused to enter a guest, if that is why.</summary>
    [FieldOffset(0x1D0)] public EntryFailureRecord Entry;
}
