// The values and bits of the debug registers that a virtual CPU starts with and that an entry depends on.
namespace MicroHV.Kernel.Cpu;

/// <summary>Debug status register DR6. SDM 3B, "Debug Status Register (DR6)".</summary>
public static class DR6
{
    /// <summary>Value after RESET and INIT.</summary>
    public const ulong Reset = 0xFFFF_0FF0;

    /// <summary>Breakpoint 0 was met.</summary>
    public const ulong B0 = 1ul << 0;

    /// <summary>Breakpoint 1 was met.</summary>
    public const ulong B1 = 1ul << 1;

    /// <summary>Breakpoint 2 was met.</summary>
    public const ulong B2 = 1ul << 2;

    /// <summary>Breakpoint 3 was met.</summary>
    public const ulong B3 = 1ul << 3;

    /// <summary>Single step.</summary>
    public const ulong BS = 1ul << 14;

    /// <summary>Debug register access detected.</summary>
    public const ulong BD = 1ul << 13;
}

/// <summary>Debug control register DR7. SDM 3B, "Debug Control Register (DR7)".</summary>
public static class DR7
{
    /// <summary>Value after RESET and INIT: only bit 10, which is always 1.</summary>
    public const ulong Reset = 0x400;

    /// <summary>General detect: reaching a debug register is #DB.</summary>
    public const ulong GD = 1ul << 13;
}
