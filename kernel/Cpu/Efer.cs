// The bits of IA32_EFER, named as the manuals print them.
namespace MicroHV.Kernel.Cpu;

/// <summary>
/// Bits of IA32_EFER. SDM 3A, "Extended Feature Enable Register"; APM 2, "Extended Feature Enable Register (EFER)"
/// for those marked AMD.
/// </summary>
public static class EFER
{
    /// <summary>SYSCALL and SYSRET.</summary>
    public const ulong SCE = 1ul << 0;

    /// <summary>Long mode enable.</summary>
    public const ulong LME = 1ul << 8;

    /// <summary>Long mode active: LME and CR0.PG.</summary>
    public const ulong LMA = 1ul << 10;

    /// <summary>No-execute pages.</summary>
    public const ulong NXE = 1ul << 11;

    /// <summary>SVM enable (AMD).</summary>
    public const ulong SVME = 1ul << 12;

    /// <summary>Long mode segment limits (AMD).</summary>
    public const ulong LMSLE = 1ul << 13;

    /// <summary>Fast FXSAVE and FXRSTOR (AMD).</summary>
    public const ulong FFXSR = 1ul << 14;

    /// <summary>Translation cache extension (AMD).</summary>
    public const ulong TCE = 1ul << 15;

    /// <summary>MCOMMIT instruction (AMD).</summary>
    public const ulong MCOMMIT = 1ul << 17;

    /// <summary>Interruptible WBINVD (AMD).</summary>
    public const ulong INTWB = 1ul << 18;

    /// <summary>Upper address ignore (AMD).</summary>
    public const ulong UAIE = 1ul << 20;

    /// <summary>Automatic IBRS (AMD).</summary>
    public const ulong AIBRSE = 1ul << 21;
}
