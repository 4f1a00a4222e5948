// The host's page attribute table: which index of a page-table entry means which memory type.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>IA32_PAT as after reset, but for entry 5, which is write combining. SDM 3A, "Page Attribute Table (PAT)".</summary>
public static class PageAttributes
{
    private const ulong Table = 0x0007_0106_0007_0406;
    private const uint WriteBackIndex = 0;
    private const uint UncacheableIndex = 3;
    private const uint WriteCombiningIndex = 5;

    /// <summary>Gives the processor the table.</summary>
    public static void Load() => Cpu.WriteMsr(Msr.IA32_PAT, Table);

    /// <summary>The index that means <paramref name="type"/>.</summary>
    public static uint IndexOf(MemoryType type) => type switch
    {
        MemoryType.WB => WriteBackIndex,
        MemoryType.WC => WriteCombiningIndex,
        _ => UncacheableIndex,
    };

    /// <summary>What <paramref name="index"/>, 0 to 7, means.</summary>
    public static MemoryType TypeOf(uint index) => index switch
    {
        WriteBackIndex => MemoryType.WB,
        WriteCombiningIndex => MemoryType.WC,
        _ => MemoryType.UC,
    };
}
