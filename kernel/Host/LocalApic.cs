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

    /// <summary>True if the registers are MSRs (x2APIC mode, left on by firmware).</summary>
    public static bool IsX2 => (Cpu.ReadMsr(Msr.IA32_APIC_BASE) & ExtendedEnable) != 0;

    /// <summary>Switches the APIC on, its timer to one-shot with nothing armed, LINT0 and counters off and LINT1 to NMI.</summary>
    public static void Enable()
    {
        Cpu.WriteMsr(Msr.IA32_APIC_BASE, Cpu.ReadMsr(Msr.IA32_APIC_BASE) | GlobalEnable);

        // First of all: while the APIC is disabled by software, every LVT entry stays masked whatever is written to it.
        Write(ApicRegister.SpuriousVector, ApicRegister.SoftwareEnable | HostTables.SpuriousVector);
        Write(ApicRegister.TaskPriority, 0);
        Write(ApicRegister.LvtPerformanceCounters, ApicRegister.Masked);
        Write(ApicRegister.LvtLint0, ApicRegister.Masked);
        Write(ApicRegister.LvtLint1, DeliverNmi);
        Write(ApicRegister.LvtTimer, HostTables.TimerVector);
        Write(ApicRegister.DivideConfiguration, DivideByOne);
        Disarm();
    }

    /// <summary>This CPU's local APIC id.</summary>
    public static uint ReadId() => IsX2 ? Read(ApicRegister.Id) : Read(ApicRegister.Id) >> 24;

    /// <summary>Starts the timer: an interrupt comes after <paramref name="count"/> of its ticks, at least one.</summary>
    public static void Arm(ulong count)
    {
        ulong bounded = count > MaxCount ? MaxCount : count;
        Write(ApicRegister.InitialCount, bounded == 0 ? 1u : (uint)bounded);
    }

    /// <summary>Stops the timer.</summary>
    public static void Disarm() => Write(ApicRegister.InitialCount, 0);

    /// <summary>Ticks until the timer's interrupt.</summary>
    public static uint ReadCurrentCount() => Read(ApicRegister.CurrentCount);

    /// <summary>Ends the interrupt in service.</summary>
    public static void EndOfInterrupt() => Write(ApicRegister.EndOfInterrupt, 0);

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
            Cpu.WriteMsr(ApicRegister.FirstMsr + (ApicRegister.InterruptCommand >> 4), ((ulong)apicId << 32) | command);
            return;
        }

        for (int polls = 0; (Read(ApicRegister.InterruptCommand) & IsSending) != 0 && polls < MaxSendPolls; polls++)
        {
            Cpu.Pause();
        }

        Write(ApicRegister.InterruptDestination, apicId << 24);
        Write(ApicRegister.InterruptCommand, command);
    }

    private static uint Read(uint register) => IsX2
        ? (uint)Cpu.ReadMsr(ApicRegister.FirstMsr + (register >> 4))
        : Volatile.Read(ref *Register(register));

    private static void Write(uint register, uint value)
    {
        if (IsX2)
        {
            Cpu.WriteMsr(ApicRegister.FirstMsr + (register >> 4), value);
            return;
        }

        Volatile.Write(ref *Register(register), value);
    }

    private static uint* Register(uint register) => (uint*)Cpu.Frame(new HostPhysical(Base + register));
}
