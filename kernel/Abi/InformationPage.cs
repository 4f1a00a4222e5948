// The page in which a native partition finds who it is and what time means.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>
/// The information page of a native partition: written by the host tools, completed by fixups, read-only to the guest.
/// RDI holds its address at the first instruction. Behind this struct, to the end of the page at most, stand
/// <see cref="RegionCount"/> entries of <see cref="InformationRegion"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x400)]
public unsafe struct InformationPage
{
    /// <summary>"MHV-info", read as a little-endian number.</summary>
    public const ulong ExpectedMagic = 0x6F666E692D56484D;

    /// <summary>Changes whenever this struct or <see cref="InformationRegion"/> changes.</summary>
    public const uint ExpectedLayoutVersion = 2;

    /// <summary>Windows per major frame that the page has room for.</summary>
    public const int MaxWindows = 16;

    /// <summary>Regions that the page has room for: the most that a partition may have.</summary>
    public const int MaxRegions = 64;

    /// <summary>Bytes in <see cref="Arguments"/>, the terminating zero included.</summary>
    public const int ArgumentsSizeBytes = 256;

    /// <summary>Must be <see cref="ExpectedMagic"/>.</summary>
    [FieldOffset(0x000)] public ulong Magic;

    /// <summary>Must be <see cref="ExpectedLayoutVersion"/>.</summary>
    [FieldOffset(0x008)] public uint LayoutVersion;

    /// <summary>Number of this partition, from 0 in the order of the system description.</summary>
    [FieldOffset(0x00C)] public uint PartitionIndex;

    /// <summary>The partition's name, UTF-8, zero-terminated.</summary>
    [FieldOffset(0x010)] public fixed byte Name[PartitionRecord.NameSizeBytes];

    /// <summary>Which instruction is a hypercall on this machine.</summary>
    [FieldOffset(0x030)] public HypercallInstruction HypercallInstruction;

    /// <summary>Entries used in <see cref="Windows"/>.</summary>
    [FieldOffset(0x034)] public uint WindowCount;

    /// <summary>Frequency of the TSC in hertz.</summary>
    [FieldOffset(0x038)] public ulong TscHertz;

    /// <summary>TSC at the start of major frame 0.</summary>
    [FieldOffset(0x040)] public ulong EpochTsc;

    /// <summary>TSC ticks in one major frame.</summary>
    [FieldOffset(0x048)] public ulong MajorFrameTicks;

    /// <summary>Length of the major frame in nanoseconds.</summary>
    [FieldOffset(0x050)] public ulong MajorFrameNanoseconds;

    /// <summary>First guest-physical address of the partition's RAM.</summary>
    [FieldOffset(0x058)] public ulong MemoryBase;

    /// <summary>Size of the partition's RAM in bytes.</summary>
    [FieldOffset(0x060)] public ulong MemorySizeBytes;

    /// <summary>Entries of <see cref="InformationRegion"/> behind this struct.</summary>
    [FieldOffset(0x068)] public uint RegionCount;

    /// <summary>
    /// Windows of this partition: pairs of start and duration in nanoseconds, window i at [2 i] and [2 i + 1].
    /// </summary>
    [FieldOffset(0x080)] public fixed ulong Windows[2 * MaxWindows];

    /// <summary>The text of <c>arguments</c> in the system description, UTF-8, zero-terminated.</summary>
    [FieldOffset(0x200)] public fixed byte Arguments[ArgumentsSizeBytes];
}
