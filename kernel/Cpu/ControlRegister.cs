// The bits of the control registers, named as the manuals print them.
namespace MicroHV.Kernel.Cpu;

/// <summary>Bits of CR0. SDM 3A, "Control Registers".</summary>
public static class CR0
{
    /// <summary>Protection enable.</summary>
    public const ulong PE = 1ul << 0;

    /// <summary>Monitor coprocessor.</summary>
    public const ulong MP = 1ul << 1;

    /// <summary>Emulate the x87 unit: every x87 and SSE instruction faults.</summary>
    public const ulong EM = 1ul << 2;

    /// <summary>Task switched: the next x87 or SSE instruction faults.</summary>
    public const ulong TS = 1ul << 3;

    /// <summary>Extension type; always 1.</summary>
    public const ulong ET = 1ul << 4;

    /// <summary>Numeric error: x87 errors are #MF.</summary>
    public const ulong NE = 1ul << 5;

    /// <summary>Write protect: supervisor writes obey the R/W bit.</summary>
    public const ulong WP = 1ul << 16;

    /// <summary>Alignment mask.</summary>
    public const ulong AM = 1ul << 18;

    /// <summary>Not write-through.</summary>
    public const ulong NW = 1ul << 29;

    /// <summary>Cache disable.</summary>
    public const ulong CD = 1ul << 30;

    /// <summary>Paging.</summary>
    public const ulong PG = 1ul << 31;

    /// <summary>Value after RESET and INIT: CD, NW and ET.</summary>
    public const ulong Reset = 0x60000010;
}

/// <summary>Bits of CR4. SDM 3A, "Control Registers".</summary>
public static class CR4
{
    /// <summary>Virtual-8086 mode extensions.</summary>
    public const ulong VME = 1ul << 0;

    /// <summary>Protected-mode virtual interrupts.</summary>
    public const ulong PVI = 1ul << 1;

    /// <summary>Time-stamp disable: RDTSC only at CPL 0.</summary>
    public const ulong TSD = 1ul << 2;

    /// <summary>Debugging extensions.</summary>
    public const ulong DE = 1ul << 3;

    /// <summary>Page size extensions.</summary>
    public const ulong PSE = 1ul << 4;

    /// <summary>Physical address extension.</summary>
    public const ulong PAE = 1ul << 5;

    /// <summary>Machine-check enable.</summary>
    public const ulong MCE = 1ul << 6;

    /// <summary>Global pages.</summary>
    public const ulong PGE = 1ul << 7;

    /// <summary>RDPMC at any CPL.</summary>
    public const ulong PCE = 1ul << 8;

    /// <summary>FXSAVE, FXRSTOR and SSE instructions.</summary>
    public const ulong OSFXSR = 1ul << 9;

    /// <summary>SSE errors are #XM.</summary>
    public const ulong OSXMMEXCPT = 1ul << 10;

    /// <summary>SGDT, SIDT, SLDT, SMSW and STR only at CPL 0.</summary>
    public const ulong UMIP = 1ul << 11;

    /// <summary>57-bit linear addresses.</summary>
    public const ulong LA57 = 1ul << 12;

    /// <summary>VMX operation allowed.</summary>
    public const ulong VMXE = 1ul << 13;

    /// <summary>SMX operation allowed.</summary>
    public const ulong SMXE = 1ul << 14;

    /// <summary>RDFSBASE, WRFSBASE, RDGSBASE, WRGSBASE.</summary>
    public const ulong FSGSBASE = 1ul << 16;

    /// <summary>Process-context identifiers.</summary>
    public const ulong PCIDE = 1ul << 17;

    /// <summary>XSAVE and XGETBV.</summary>
    public const ulong OSXSAVE = 1ul << 18;

    /// <summary>Key locker.</summary>
    public const ulong KL = 1ul << 19;

    /// <summary>Supervisor mode does not execute user pages.</summary>
    public const ulong SMEP = 1ul << 20;

    /// <summary>Supervisor mode does not reach user pages unless RFLAGS.AC is set.</summary>
    public const ulong SMAP = 1ul << 21;

    /// <summary>Protection keys for user pages.</summary>
    public const ulong PKE = 1ul << 22;

    /// <summary>Control-flow enforcement.</summary>
    public const ulong CET = 1ul << 23;

    /// <summary>Protection keys for supervisor pages.</summary>
    public const ulong PKS = 1ul << 24;
}
