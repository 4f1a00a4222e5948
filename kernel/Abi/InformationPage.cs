// The pages in which a native partition finds who it is and what time means.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>
/// The information page of a native partition: written by the host tools, completed by fixups, read-only to the guest.
/// RDI holds its address at the first instruction. Behind this struct, to the end of the page at most, stand
/// <see cref="RegionCount"/> entries of <see cref="InformationRegion"/>. On the page behind it stand
/// <see cref="ScheduleCount"/> entries of <see cref="InformationSchedule"/> and <see cref="WindowCount"/> entries of
/// <see cref="InformationWindow"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x400)]
public unsafe struct InformationPage
{
    /// <summary>"MHV-info", read as a little-endian number.</summary>
    public const ulong ExpectedMagic = 0x6F666E692D56484D;

    /// <summary>
    /// Changes whenever this struct, <see cref="InformationRegion"/>, <see cref="InformationSchedule"/> or
    /// <see cref="InformationWindow"/> changes.
    /// </summary>
    public const uint ExpectedLayoutVersion = 3;

    /// <summary>Size of all information in bytes: two pages.</summary>
    public const int SizeBytes = 0x2000;

    /// <summary>Distance in bytes from the start of the page to the first <see cref="InformationSchedule"/>.</summary>
    public const int SchedulesOffset = 0x1000;

    /// <summary>Distance in bytes from the start of the page to the first <see cref="InformationWindow"/>.</summary>
    public const int WindowsOffset = 0x1400;

    /// <summary>Schedules that there is room for: the most that a system may have.</summary>
    public const int MaxSchedules = (int)ScheduleRecord.MaxSchedules;

    /// <summary>Windows that there is room for: the most that a partition may have in all schedules together.</summary>
    public const int MaxWindows = 128;

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

    /// <summary>Entries of <see cref="InformationWindow"/>.</summary>
    [FieldOffset(0x034)] public uint WindowCount;

    /// <summary>Frequency of the TSC in hertz.</summary>
    [FieldOffset(0x038)] public ulong TscHertz;

    /// <summary>TSC at the start of major frame 0.</summary>
    [FieldOffset(0x040)] public ulong EpochTsc;

    /// <summary>Entries of <see cref="InformationSchedule"/>.</summary>
    [FieldOffset(0x048)] public uint ScheduleCount;

    /// <summary>Number of the schedule that runs from the start, from 0.</summary>
    [FieldOffset(0x04C)] public uint InitialSchedule;

    /// <summary>Virtual CPUs of this partition.</summary>
    [FieldOffset(0x050)] public uint VcpuCount;

    /// <summary>1 if this partition may ask for another schedule, else 0.</summary>
    [FieldOffset(0x054)] public uint IsSystem;

    /// <summary>First guest-physical address of the partition's RAM.</summary>
    [FieldOffset(0x058)] public ulong MemoryBase;

    /// <summary>Size of the partition's RAM in bytes.</summary>
    [FieldOffset(0x060)] public ulong MemorySizeBytes;

    /// <summary>Entries of <see cref="InformationRegion"/> behind this struct.</summary>
    [FieldOffset(0x068)] public uint RegionCount;

    /// <summary>The text of <c>arguments</c> in the system description, UTF-8, zero-terminated.</summary>
    [FieldOffset(0x200)] public fixed byte Arguments[ArgumentsSizeBytes];
}
