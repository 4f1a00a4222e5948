// The local APIC: this CPU's id and its one-shot timer.
namespace MicroHV.Kernel.Host;

using System.Threading;
using MicroHV.Kernel.Cpu;

/// <summary>Registers of the local APIC, through memory or through MSRs. SDM 3A, "Advanced Programmable Interrupt Controller (APIC)".</summary>
public static unsafe class LocalApic
{
    /// <summary>Physical address of the registers after reset.</summary>
    public const ulong Base = 0xFEE0_0000;

    /// <summary>Largest count of the timer.</summary>
    public const ulong MaxCount = 0xFFFF_FFFF;

    private const uint Id = 0x020;
    private const uint TaskPriority = 0x080;
    private const uint EndOfInterruptRegister = 0x0B0;
    private const uint SpuriousVectorRegister = 0x0F0;
    private const uint InterruptCommand = 0x300;
    private const uint InterruptDestination = 0x310;
    private const uint LvtTimer = 0x320;
    private const uint LvtPerformanceCounters = 0x340;
    private const uint LvtLint0 = 0x350;
    private const uint LvtLint1 = 0x360;
    private const uint InitialCount = 0x380;
    private const uint CurrentCount = 0x390;
    private const uint DivideConfiguration = 0x3E0;
    private const uint SoftwareEnable = 0x100;
    private const uint Masked = 1u << 16;
    private const uint DeliverNmi = 4u << 8;
    private const uint DivideByOne = 0xB;

    // Fields of the interrupt command.
    private const uint DeliverInit = 5u << 8;
    private const uint DeliverStartup = 6u << 8;
    private const uint Assert = 1u << 14;
    private const uint AllButSelf = 3u << 18;
    private const uint IsSending = 1u << 12;
    private const int MaxSendPolls = 1_000_000;
    private const ulong GlobalEnable = 1UL << 11;
    private const ulong ExtendedEnable = 1UL << 10;
    private const uint FirstX2Msr = 0x800;

    /// <summary>True if the registers are MSRs (x2APIC mode, left on by firmware).</summary>
    public static bool IsX2 => (Cpu.ReadMsr(Msr.IA32_APIC_BASE) & ExtendedEnable) != 0;

    /// <summary>Switches the APIC on, its timer to one-shot with nothing armed, LINT0 and counters off and LINT1 to NMI.</summary>
    public static void Enable()
    {
        Cpu.WriteMsr(Msr.IA32_APIC_BASE, Cpu.ReadMsr(Msr.IA32_APIC_BASE) | GlobalEnable);

        // First of all: while the APIC is disabled by software, every LVT entry stays masked whatever is written to it.
        Write(SpuriousVectorRegister, SoftwareEnable | HostTables.SpuriousVector);
        Write(TaskPriority, 0);
        Write(LvtPerformanceCounters, Masked);
        Write(LvtLint0, Masked);
        Write(LvtLint1, DeliverNmi);
        Write(LvtTimer, HostTables.TimerVector);
        Write(DivideConfiguration, DivideByOne);
        Disarm();
    }

    /// <summary>This CPU's local APIC id.</summary>
    public static uint ReadId() => IsX2 ? Read(Id) : Read(Id) >> 24;

    /// <summary>Starts the timer: an interrupt comes after <paramref name="count"/> of its ticks, at least one.</summary>
    public static void Arm(ulong count)
    {
        ulong bounded = count > MaxCount ? MaxCount : count;
        Write(InitialCount, bounded == 0 ? 1u : (uint)bounded);
    }

    /// <summary>Stops the timer.</summary>
    public static void Disarm() => Write(InitialCount, 0);

    /// <summary>Ticks until the timer's interrupt.</summary>
    public static uint ReadCurrentCount() => Read(CurrentCount);

    /// <summary>Ends the interrupt in service.</summary>
    public static void EndOfInterrupt() => Write(EndOfInterruptRegister, 0);

    /// <summary>Resets the CPU with local APIC id <paramref name="apicId"/>: it waits for a startup IPI.</summary>
    public static void SendInit(uint apicId) => Send(apicId, Assert | DeliverInit);

    /// <summary>Lets a CPU that waits begin at <paramref name="place"/>, a multiple of 4 KiB below 1 MiB.</summary>
    public static void SendStartup(uint apicId, ulong place) =>
        Send(apicId, Assert | DeliverStartup | (uint)(place / FrameSize.Size4K));

    /// <summary>Interrupts a CPU as its timer would: what it has to look at may have changed.</summary>
    public static void SendWake(uint apicId) => Send(apicId, Assert | HostTables.TimerVector);

    /// <summary>Sends an NMI to every other CPU.</summary>
    public static void SendNmiToOthers() => Send(0, Assert | AllButSelf | DeliverNmi);

    // In x2APIC mode the command is one register and nothing has to be waited for.
    private static void Send(uint apicId, uint command)
    {
        if (IsX2)
        {
            Cpu.WriteMsr(FirstX2Msr + (InterruptCommand >> 4), ((ulong)apicId << 32) | command);
            return;
        }

        for (int polls = 0; (Read(InterruptCommand) & IsSending) != 0 && polls < MaxSendPolls; polls++)
        {
            Cpu.Pause();
        }

        Write(InterruptDestination, apicId << 24);
        Write(InterruptCommand, command);
    }

    private static uint Read(uint register) => IsX2
        ? (uint)Cpu.ReadMsr(FirstX2Msr + (register >> 4))
        : Volatile.Read(ref *Register(register));

    private static void Write(uint register, uint value)
    {
        if (IsX2)
        {
            Cpu.WriteMsr(FirstX2Msr + (register >> 4), value);
            return;
        }

        Volatile.Write(ref *Register(register), value);
    }

    private static uint* Register(uint register) => (uint*)Cpu.Frame(new HostPhysical(Base + register));
}
