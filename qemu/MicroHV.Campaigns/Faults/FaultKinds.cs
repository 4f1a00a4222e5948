// How a location is hit.
namespace MicroHV.Campaigns.Faults;

/// <summary>Names of kinds, as campaign files and reports say them.</summary>
internal static class FaultKinds
{
    /// <summary>A bit is inverted once.</summary>
    public const string BitFlip = "bit-flip";

    /// <summary>A bit is 0 from then on, whatever is written.</summary>
    public const string StuckAt0 = "stuck-at-0";

    /// <summary>A bit is 1 from then on, whatever is written.</summary>
    public const string StuckAt1 = "stuck-at-1";

    /// <summary>Hypercalls without end, with numbers and arguments by chance.</summary>
    public const string HypercallStorm = "hypercall-storm";

    /// <summary>CPUID without end.</summary>
    public const string ExitStorm = "exit-storm";

    /// <summary>Reads and writes of MSRs, by chance.</summary>
    public const string MsrStorm = "msr-storm";

    /// <summary>Reads of a port, by chance.</summary>
    public const string PortStorm = "port-storm";

    /// <summary>Other values in registers that the kernel switches, in debug registers and extended state.</summary>
    public const string RegisterStorm = "register-storm";

    /// <summary>Accesses to memory that the partition may not have, at the edges of what it has and elsewhere.</summary>
    public const string MemoryStorm = "memory-storm";

    /// <summary>A loop with interrupts off that never ends.</summary>
    public const string EndlessLoop = "endless-loop";

    /// <summary>HLT with interrupts off.</summary>
    public const string DeadHalt = "dead-halt";

    /// <summary>A triple fault.</summary>
    public const string TripleFault = "triple-fault";

    /// <summary>Whatever makes exits, by chance.</summary>
    public const string RandomCode = "random-code";

    /// <summary>An NMI.</summary>
    public const string Nmi = "nmi";

    /// <summary>A machine check that says that the processor's state is lost.</summary>
    public const string MachineCheck = "machine-check";

    /// <summary>Kinds of what has bits.</summary>
    public static IReadOnlyList<string> Bits { get; } = [BitFlip, StuckAt0, StuckAt1];

    /// <summary>Kinds of what a partition may do.</summary>
    public static IReadOnlyList<string> Behaviours { get; } =
    [
        HypercallStorm, ExitStorm, MsrStorm, PortStorm, MemoryStorm, RegisterStorm, EndlessLoop, DeadHalt, TripleFault, RandomCode,
    ];

    /// <summary>Kinds of interrupts.</summary>
    public static IReadOnlyList<string> Interrupts { get; } = [Nmi];

    /// <summary>Kinds of what the machine reports.</summary>
    public static IReadOnlyList<string> Reports { get; } = [MachineCheck];

    /// <summary>Whether a bit is forced again after it was written.</summary>
    public static bool IsStuck(string kind) => kind is StuckAt0 or StuckAt1;

    /// <summary>What becomes of <paramref name="value"/> when <paramref name="bit"/> of it is hit by a kind that has bits.</summary>
    public static ulong Changed(string kind, ulong value, int bit) => kind switch
    {
        StuckAt0 => value & ~(1ul << bit),
        StuckAt1 => value | (1ul << bit),
        _ => value ^ (1ul << bit),
    };
}
