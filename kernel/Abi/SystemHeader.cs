// The first bytes of the blob: what it is, where it belongs, and where its parts are.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>The header of a system blob. Everything else is found through its <see cref="TableRef"/>s.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x160)]
public struct SystemHeader
{
    /// <summary>"MicroHV\0", read as a little-endian number.</summary>
    public const ulong ExpectedMagic = 0x0056486F7263694D;

    /// <summary>Changes whenever any record of the blob changes.</summary>
    public const uint ExpectedLayoutVersion = 5;

    /// <summary>Most partitions that one system may have.</summary>
    public const uint MaxPartitions = 256;

    /// <summary>Most trace pages of one CPU: 64 MiB.</summary>
    public const uint MaxTracePages = 0x4000;

    /// <summary>Must be <see cref="ExpectedMagic"/>.</summary>
    [FieldOffset(0x00)] public ulong Magic;

    /// <summary>Must be <see cref="ExpectedLayoutVersion"/>.</summary>
    [FieldOffset(0x08)] public uint LayoutVersion;

    /// <summary>CRC-32C of this header, computed with this field as zero.</summary>
    [FieldOffset(0x0C)] public uint HeaderCrc32C;

    /// <summary>Size of the whole blob in bytes, a multiple of 4 KiB.</summary>
    [FieldOffset(0x10)] public ulong SizeBytes;

    /// <summary>Host-physical address at which the image places the blob; 4 KiB aligned.</summary>
    [FieldOffset(0x18)] public ulong BlobBase;

    /// <summary>Host-physical address of the first frame that the kernel may hand out at boot; 4 KiB aligned.</summary>
    [FieldOffset(0x20)] public ulong PoolBase;

    /// <summary>Size in bytes of the memory at <see cref="PoolBase"/>, a multiple of 4 KiB.</summary>
    [FieldOffset(0x28)] public ulong PoolSizeBytes;

    /// <summary>Index of the schedule that the system begins with.</summary>
    [FieldOffset(0x30)] public uint InitialSchedule;

    /// <summary>Trace pages of each CPU, at most <see cref="MaxTracePages"/>; 0 means no trace.</summary>
    [FieldOffset(0x34)] public uint TracePages;

    /// <summary>Major frames, of whichever schedules, after which the kernel stops by itself; 0 means never.</summary>
    [FieldOffset(0x38)] public ulong FrameLimit;

    /// <summary>The TSC frequency in hertz that the machine must have (within one part in 256); 0 accepts any.</summary>
    [FieldOffset(0x40)] public ulong ExpectedTscHertz;

    /// <summary>What the kernel does beyond running partitions.</summary>
    [FieldOffset(0x48)] public SystemOptions Options;

    /// <summary>The processor vendor that the plan requires.</summary>
    [FieldOffset(0x4C)] public Vendor RequiredVendor;

    /// <summary>I/O port of the 16550 serial port that carries the console; 0 means no console.</summary>
    [FieldOffset(0x50)] public uint ConsolePort;

    /// <summary>Divisor of the serial port's 115,200 baud clock, at least 1.</summary>
    [FieldOffset(0x54)] public uint ConsoleDivisor;

    /// <summary>What every trace page repeats; chosen anew for each run, so that no guest can pretend to have one.</summary>
    [FieldOffset(0x58)] public uint TraceKey;

    /// <summary>
    /// How long, in nanoseconds, a partition may have the CPU after the end of its window; more is
    /// <see cref="HealthEvent.WindowOverrun"/>. 0 tolerates anything.
    /// </summary>
    [FieldOffset(0x5C)] public uint OverrunNanoseconds;

    /// <summary><see cref="PartitionRecord"/>s.</summary>
    [FieldOffset(0x60)] public TableRef Partitions;

    /// <summary><see cref="VcpuRecord"/>s.</summary>
    [FieldOffset(0x70)] public TableRef Vcpus;

    /// <summary><see cref="RegionRecord"/>s, grouped by partition, ascending by guest-physical address.</summary>
    [FieldOffset(0x80)] public TableRef Regions;

    /// <summary><see cref="CopyRecord"/>s, grouped by partition.</summary>
    [FieldOffset(0x90)] public TableRef Copies;

    /// <summary><see cref="FixupRecord"/>s, grouped by partition.</summary>
    [FieldOffset(0xA0)] public TableRef Fixups;

    /// <summary><see cref="WindowRecord"/>s, grouped by schedule, then by CPU, ascending by start.</summary>
    [FieldOffset(0xB0)] public TableRef Windows;

    /// <summary><see cref="CpuidMaskRecord"/>s, grouped by partition.</summary>
    [FieldOffset(0xC0)] public TableRef CpuidMasks;

    /// <summary>Pages that a processor reads in place: I/O and MSR bitmaps. Bytes; starts on a 4 KiB boundary.</summary>
    [FieldOffset(0xD0)] public TableRef Bitmaps;

    /// <summary>Golden copies of all that <see cref="CopyRecord"/>s load. Bytes; starts on a 4 KiB boundary.</summary>
    [FieldOffset(0xE0)] public TableRef Images;

    /// <summary><see cref="CpuRecord"/>s; the first one is the CPU that boots.</summary>
    [FieldOffset(0xF0)] public TableRef Cpus;

    /// <summary><see cref="ScheduleRecord"/>s.</summary>
    [FieldOffset(0x100)] public TableRef Schedules;

    /// <summary><see cref="WindowGroupRecord"/>s, one for each schedule and CPU, grouped by schedule.</summary>
    [FieldOffset(0x110)] public TableRef WindowGroups;

    /// <summary>
    /// <see cref="HealthActionRecord"/>s: <see cref="HealthActionRecord.EventCount"/> of the module, then as many of each
    /// partition.
    /// </summary>
    [FieldOffset(0x120)] public TableRef HealthActions;

    /// <summary><see cref="ChangeActionRecord"/>s, one for each schedule and partition, grouped by schedule.</summary>
    [FieldOffset(0x130)] public TableRef ChangeActions;

    /// <summary>Host-physical address of the frame that keeps the crash record through a reset; 0 if none does.</summary>
    [FieldOffset(0x140)] public ulong CrashFrame;

    /// <summary>The watchdog of the machine that the kernel kicks.</summary>
    [FieldOffset(0x148)] public HardwareWatchdog HardwareWatchdog;

    /// <summary>Seconds after which that resets the machine.</summary>
    [FieldOffset(0x14C)] public uint HardwareWatchdogSeconds;

    /// <summary>Zero.</summary>
    [FieldOffset(0x150)] public ulong Reserved0;

    /// <summary>Zero.</summary>
    [FieldOffset(0x158)] public ulong Reserved;
}
