// What guests of a case ask of their local APICs.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

namespace MicroHV.Fuzzing.Plans;

/// <summary>
/// Timers in each mode, the vector of windows, requests of their own. The timer has always the same vector, so that one expiry
/// has one meaning.
/// </summary>
internal static class CaseInterrupts
{
    /// <summary>Vector of every timer.</summary>
    public const byte TimerVector = 0x51;

    /// <summary>MSR of the register that switches an APIC on. SDM 3A, "x2APIC Register Address Space".</summary>
    public const uint SpuriousVectorMsr = 0x80F;

    /// <summary>MSR of the end of an interrupt.</summary>
    public const uint EndOfInterruptMsr = 0x80B;

    /// <summary>MSR of the timer's LVT entry.</summary>
    public const uint LvtTimerMsr = 0x832;

    /// <summary>MSR of the timer's initial count.</summary>
    public const uint InitialCountMsr = 0x838;

    /// <summary>MSR of a request to oneself.</summary>
    public const uint SelfInterruptMsr = 0x83F;

    /// <summary>Mode of the timer's LVT entry that counts again and again.</summary>
    public const ulong Periodic = 1ul << 17;

    /// <summary>Mode of the timer's LVT entry that waits for a TSC.</summary>
    public const ulong TscDeadline = 2ul << 17;

    private const uint DivideConfigurationMsr = 0x83E;
    private const ulong DivideBy1 = 0xB;
    private const ulong ApicEnable = 0x1FF;
    private const ulong ShortestPeriod = 6_000;

    // The timer may expire more than once while a handler of another vector runs.
    private static readonly (byte Vector, ulong TicksOfHandler)[] _vectors =
        [(TimerVector, 300), (0x31, 20_000), (0x52, 5_000), (0x81, 12_000)];

    /// <summary>What a guest does when an interrupt comes: work, and then its end with interrupts on again.</summary>
    public static GuestStep HandlerOf(byte vector) =>
        new(_vectors.Single(entry => entry.Vector == vector).TicksOfHandler, GuestExit.WriteMsr(EndOfInterruptMsr, 0));

    /// <summary>Adds what the case has next for <paramref name="vcpu"/>, after <paramref name="ticks"/>.</summary>
    public static void Add(ref CaseBytes input, KernelMachine kernel, uint vcpu, ulong ticks, ulong cost)
    {
        byte vector = _vectors[input.Choice(_vectors.Length)].Vector;
        ulong time = (ulong)input.Word() * input.OneOf<ulong>(1, 2, 4, 8);
        ScriptedGuests guests = kernel.Guests;
        guests.Add(vcpu, new GuestStep(ticks, GuestExit.WriteMsr(SpuriousVectorMsr, ApicEnable)));
        switch (input.Choice(8))
        {
            case 1:
            case 2:
                StartTimer(guests, vcpu, Periodic, ShortestPeriod + (time / 8), cost);
                break;
            case 3:
                StartTimer(guests, vcpu, 0, time, cost);
                break;
            case 4:
                StartTimer(guests, vcpu, TscDeadline, 0, 0);
                guests.Add(vcpu, new GuestStep(0, DeadlineAfter(kernel, time), cost));
                break;
            case 5:
                guests.Add(vcpu, new GuestStep(0, WindowVector(kernel.Kind, input.Flag() ? vector : (byte)0), cost));
                break;
            case 6:
                guests.Add(vcpu, new GuestStep(0, GuestExit.WriteMsr(SelfInterruptMsr, vector), cost));
                break;
            case 7:
                // With interrupts off until it has done the step after.
                guests.Add(vcpu, new GuestStep(0, GuestExit.Cpuid(1) with { Rflags = RFLAGS.Fixed1 }, cost));
                break;
            default:
                guests.Add(vcpu, new GuestStep(0, WindowVector(kernel.Kind, vector), cost));
                break;
        }
    }

    private static void StartTimer(ScriptedGuests guests, uint vcpu, ulong mode, ulong count, ulong cost) =>
        guests.Add(
            vcpu,
            new GuestStep(0, GuestExit.WriteMsr(DivideConfigurationMsr, DivideBy1)),
            new GuestStep(0, GuestExit.WriteMsr(LvtTimerMsr, mode | TimerVector)),
            new GuestStep(0, GuestExit.WriteMsr(InitialCountMsr, count), cost));

    // The value is what the write says: ticks after the exit.
    private static GuestExit DeadlineAfter(KernelMachine kernel, ulong ticks)
    {
        GuestExit exit = GuestExit.WriteMsr(Msr.IA32_TSC_DEADLINE, ticks);
        return exit with
        {
            Act = (ref vcpu) =>
            {
                ulong deadline = kernel.Machine.Cpu.Tsc + ticks;
                (vcpu.Registers.Rcx, vcpu.Registers.Rax, vcpu.Registers.Rdx) =
                    (Msr.IA32_TSC_DEADLINE, (uint)deadline, deadline >> 32);
            },
        };
    }

    private static GuestExit WindowVector(ProcessorKind kind, byte vector) =>
        GuestExit.Hypercall(kind, Hypercall.SetWindowVector, vector);
}
