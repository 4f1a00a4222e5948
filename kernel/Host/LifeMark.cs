// A sign that a kernel lives, for the one that boots after it died without a word.
namespace MicroHV.Kernel.Host;

using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;

/// <summary>Renewed once a frame, and taken away by a kernel that stops: who finds one knows that its kernel was reset.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0xC0)]
public struct LifeMark
{
    /// <summary>"MHValive", read as a little-endian number.</summary>
    public const ulong ExpectedMagic = 0x6576696C_6156484D;

    /// <summary>Bytes that the checksum is for, from the first one on.</summary>
    public const uint CheckedSizeBytes = 0x40;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    [FieldOffset(0x00)] public ulong Magic;

    /// <summary><see cref="CrashRecord.ExpectedLayoutVersion"/>.</summary>
    [FieldOffset(0x08)] public uint LayoutVersion;

    /// <summary>CRC-32C of what follows, up to <see cref="CheckedSizeBytes"/>.</summary>
    [FieldOffset(0x0C)] public uint Crc32C;

    /// <summary>Index of the CPU whose turn it is to renew the mark.</summary>
    [FieldOffset(0x10)] public uint CpuIndex;

    /// <summary>CRC-32C of the kernel's code.</summary>
    [FieldOffset(0x14)] public uint CodeCrc32C;

    /// <summary>Complete major frames when it was renewed.</summary>
    [FieldOffset(0x18)] public ulong Frames;

    /// <summary>TSC when it was renewed.</summary>
    [FieldOffset(0x20)] public ulong Tsc;

    /// <summary>TSC at the start of major frame 0.</summary>
    [FieldOffset(0x28)] public ulong EpochTsc;

    /// <summary>TSC frequency in hertz.</summary>
    [FieldOffset(0x30)] public ulong TscHertz;

    /// <summary>The last health event, with a checksum of its own; zero if there was none.</summary>
    [FieldOffset(0x40)] public HealthRecord LastEvent;
}
