// Where the parts of a native partition lie in its guest-physical memory.
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Planning;

/// <summary>
/// Guest-physical addresses of a native partition; page 0 stays unmapped, so that a null pointer is an error.
/// </summary>
internal static class NativeLayout
{
    /// <summary>The information page, and the one behind it with schedules and windows.</summary>
    public const ulong InformationPage = 0x1000;

    /// <summary>The first page tables, and behind them one page with GDT and TSS.</summary>
    public const ulong BootTables = 0x3000;

    /// <summary>Memory that is not placed by its author.</summary>
    public const ulong DefaultMemory = RegionPlan.LargePageSizeBytes;

    /// <summary>Distance between the stacks of a partition's virtual CPUs; the first one has all that is below it.</summary>
    public const ulong StackSizeBytes = 0x1_0000;

    /// <summary>Name of the region of the information page.</summary>
    public const string InformationName = "information";

    /// <summary>Name of the region of the boot tables.</summary>
    public const string BootTablesName = "boot-tables";

    /// <summary>Name of the region of the memory.</summary>
    public const string MemoryName = "ram";
}
