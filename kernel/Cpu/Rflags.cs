// The bits of RFLAGS, named as the manuals print them.
namespace MicroHV.Kernel.Cpu;

/// <summary>Bits of RFLAGS. SDM 1, "EFLAGS Register".</summary>
public static class RFLAGS
{
    /// <summary>Carry.</summary>
    public const ulong CF = 1ul << 0;

    /// <summary>Parity.</summary>
    public const ulong PF = 1ul << 2;

    /// <summary>Auxiliary carry.</summary>
    public const ulong AF = 1ul << 4;

    /// <summary>Zero.</summary>
    public const ulong ZF = 1ul << 6;

    /// <summary>Sign.</summary>
    public const ulong SF = 1ul << 7;

    /// <summary>Trap: #DB after every instruction.</summary>
    public const ulong TF = 1ul << 8;

    /// <summary>Interrupts enabled.</summary>
    public const ulong IF = 1ul << 9;

    /// <summary>Direction.</summary>
    public const ulong DF = 1ul << 10;

    /// <summary>Nested task.</summary>
    public const ulong NT = 1ul << 14;

    /// <summary>Resume: ignore instruction breakpoints for one instruction.</summary>
    public const ulong RF = 1ul << 16;

    /// <summary>Virtual-8086 mode.</summary>
    public const ulong VM = 1ul << 17;

    /// <summary>Alignment check, and SMAP's permission to reach user pages.</summary>
    public const ulong AC = 1ul << 18;

    /// <summary>Virtual interrupt flag.</summary>
    public const ulong VIF = 1ul << 19;

    /// <summary>Virtual interrupt pending.</summary>
    public const ulong VIP = 1ul << 20;

    /// <summary>CPUID can be executed if this bit can be changed.</summary>
    public const ulong ID = 1ul << 21;

    /// <summary>I/O privilege level, bits 13:12.</summary>
    public const ulong IOPL = 3ul << 12;

    /// <summary>Always 1.</summary>
    public const ulong Fixed1 = 1ul << 1;

    /// <summary>Value after RESET and INIT.</summary>
    public const ulong Reset = 0x2;

    /// <summary>Bits that are always 0.</summary>
    public const ulong Reserved = 0xFFFF_FFFF_FFC0_8028;
}
