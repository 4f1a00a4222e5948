// What the plan says about one partition.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>One partition of the plan. Its own records lie side by side in the tables that it points into.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x70)]
public unsafe struct PartitionRecord
{
    /// <summary>Bytes in <see cref="Name"/>, the terminating zero included.</summary>
    public const int NameSizeBytes = 32;

    /// <summary>Largest <see cref="RestartBudget"/>.</summary>
    public const uint MaxRestartBudget = 16;

    /// <summary>Bytes of one port bitmap: 65,536 ports and the page that SVM reads beyond them.</summary>
    public const uint PortBitmapSizeBytes = 0x3000;

    /// <summary>Bytes of one VMX MSR bitmap.</summary>
    public const uint VmxMsrBitmapSizeBytes = 0x1000;

    /// <summary>Bytes of one SVM MSR permission map.</summary>
    public const uint SvmMsrBitmapSizeBytes = 0x2000;

    /// <summary>UTF-8, zero-terminated.</summary>
    [FieldOffset(0x00)] public fixed byte Name[NameSizeBytes];

    /// <summary>Index of the first of its records in <see cref="SystemHeader.Vcpus"/>.</summary>
    [FieldOffset(0x20)] public uint FirstVcpu;

    /// <summary>Number of its virtual CPUs.</summary>
    [FieldOffset(0x24)] public uint VcpuCount;

    /// <summary>Index of the first of its records in <see cref="SystemHeader.Regions"/>.</summary>
    [FieldOffset(0x28)] public uint FirstRegion;

    /// <summary>Number of its regions.</summary>
    [FieldOffset(0x2C)] public uint RegionCount;

    /// <summary>Index of the first of its records in <see cref="SystemHeader.Copies"/>.</summary>
    [FieldOffset(0x30)] public uint FirstCopy;

    /// <summary>Number of its copies.</summary>
    [FieldOffset(0x34)] public uint CopyCount;

    /// <summary>Index of the first of its records in <see cref="SystemHeader.Fixups"/>.</summary>
    [FieldOffset(0x38)] public uint FirstFixup;

    /// <summary>Number of its fixups.</summary>
    [FieldOffset(0x3C)] public uint FixupCount;

    /// <summary>Offset of its port bitmap in <see cref="SystemHeader.Bitmaps"/>; a set bit refuses the port. 4 KiB aligned.</summary>
    [FieldOffset(0x40)] public uint PortBitmapOffset;

    /// <summary>Offset of its MSR bitmap in VMX format in <see cref="SystemHeader.Bitmaps"/>. 4 KiB aligned.</summary>
    [FieldOffset(0x44)] public uint VmxMsrBitmapOffset;

    /// <summary>Offset of its MSR permission map in SVM format in <see cref="SystemHeader.Bitmaps"/>. 4 KiB aligned.</summary>
    [FieldOffset(0x48)] public uint SvmMsrBitmapOffset;

    /// <summary>How the partition is treated beyond the defaults.</summary>
    [FieldOffset(0x4C)] public PartitionOptions Options;

    /// <summary>Index of the first of its records in <see cref="SystemHeader.CpuidMasks"/>.</summary>
    [FieldOffset(0x50)] public uint FirstCpuidMask;

    /// <summary>Number of its CPUID masks, at most <see cref="CpuidMaskRecord.MaxPerPartition"/>.</summary>
    [FieldOffset(0x54)] public uint CpuidMaskCount;

    /// <summary>
    /// How often the health monitor starts it again within <see cref="RestartPeriodNanoseconds"/>; one more is
    /// <see cref="HealthEvent.RestartBudgetExhausted"/>. At most <see cref="MaxRestartBudget"/>.
    /// </summary>
    [FieldOffset(0x58)] public uint RestartBudget;

    /// <summary>Of how many windows of its first virtual CPU one must kick the watchdog; 0 if it has none.</summary>
    [FieldOffset(0x5C)] public uint WatchdogWindows;

    /// <summary>The period of <see cref="RestartBudget"/>, in nanoseconds; at most an hour.</summary>
    [FieldOffset(0x60)] public ulong RestartPeriodNanoseconds;

    /// <summary>Zero.</summary>
    [FieldOffset(0x68)] public ulong Reserved;
}
