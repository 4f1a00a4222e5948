// The registers of a local APIC, by their place in its page.
namespace MicroHV.Kernel.Cpu;

/// <summary>
/// Offsets of registers in the page of a local APIC, in bytes. In x2APIC mode the register at offset n is MSR 800H + n / 16.
/// SDM 3A, "Local APIC Register Address Map" and "x2APIC Register Address Space".
/// </summary>
public static class ApicRegister
{
    /// <summary>MSR of offset 0 in x2APIC mode.</summary>
    public const uint FirstMsr = 0x800;

    /// <summary>Last MSR of the range that x2APIC mode keeps for the registers.</summary>
    public const uint LastMsr = 0x8FF;

    /// <summary>Local APIC id.</summary>
    public const uint Id = 0x020;

    /// <summary>Version in bits 7:0, number of the last LVT entry in bits 23:16. Read only.</summary>
    public const uint Version = 0x030;

    /// <summary>Task priority (TPR): class in bits 7:4, which are CR8.</summary>
    public const uint TaskPriority = 0x080;

    /// <summary>Processor priority (PPR). Read only.</summary>
    public const uint ProcessorPriority = 0x0A0;

    /// <summary>End of interrupt (EOI). Write only.</summary>
    public const uint EndOfInterrupt = 0x0B0;

    /// <summary>Logical destination (LDR). Read only in x2APIC mode.</summary>
    public const uint LogicalDestination = 0x0D0;

    /// <summary>Spurious-interrupt vector (SVR) in bits 7:0, software enable in bit 8.</summary>
    public const uint SpuriousVector = 0x0F0;

    /// <summary>First of eight registers of vectors in service (ISR), sixteen bytes apart. Read only.</summary>
    public const uint InService = 0x100;

    /// <summary>First of eight registers of vectors that were level triggered (TMR). Read only.</summary>
    public const uint TriggerMode = 0x180;

    /// <summary>First of eight registers of requested vectors (IRR). Read only.</summary>
    public const uint InterruptRequest = 0x200;

    /// <summary>Error status (ESR). Writing 0 shows what has happened since the last write.</summary>
    public const uint ErrorStatus = 0x280;

    /// <summary>Interrupt command (ICR), low half; in x2APIC mode all 64 bits.</summary>
    public const uint InterruptCommand = 0x300;

    /// <summary>Interrupt command, high half: the destination. Not a register in x2APIC mode.</summary>
    public const uint InterruptDestination = 0x310;

    /// <summary>LVT entry of the timer.</summary>
    public const uint LvtTimer = 0x320;

    /// <summary>LVT entry of performance counters.</summary>
    public const uint LvtPerformanceCounters = 0x340;

    /// <summary>LVT entry of pin LINT0.</summary>
    public const uint LvtLint0 = 0x350;

    /// <summary>LVT entry of pin LINT1.</summary>
    public const uint LvtLint1 = 0x360;

    /// <summary>LVT entry of the APIC's own errors.</summary>
    public const uint LvtError = 0x370;

    /// <summary>Initial count of the timer; writing it starts the timer, and 0 stops it.</summary>
    public const uint InitialCount = 0x380;

    /// <summary>Current count of the timer. Read only.</summary>
    public const uint CurrentCount = 0x390;

    /// <summary>By how much the timer's clock is divided: bits 3, 1 and 0.</summary>
    public const uint DivideConfiguration = 0x3E0;

    /// <summary>Requests a vector of this APIC itself. Write only, in x2APIC mode only.</summary>
    public const uint SelfInterrupt = 0x3F0;

    /// <summary>Bit of an LVT entry: it delivers nothing.</summary>
    public const uint Masked = 1u << 16;

    /// <summary>Bit of the SVR: the APIC accepts interrupts.</summary>
    public const uint SoftwareEnable = 1u << 8;
}
