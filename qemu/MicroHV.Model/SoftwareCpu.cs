// One CPU of a software machine: registers, and a clock of its own.
namespace MicroHV.Model;

using System;
using System.Collections.Generic;
using MicroHV.Kernel.Stop;

/// <summary>
/// What belongs to one processor. Its clock says how far it has come in the machine's time; of all CPUs that live, the one that
/// is furthest behind runs (<see cref="CpuTurns"/>).
/// </summary>
public sealed class SoftwareCpu
{
    private const ulong LongestPause = 0x1_0000;

    [ThreadStatic]
    private static SoftwareCpu s_current;

    private ulong _pause;

    /// <summary>CPU <paramref name="index"/> of <paramref name="machine"/>, with a local APIC of the same id.</summary>
    internal SoftwareCpu(SoftwareMachine machine, int index)
    {
        Machine = machine;
        Index = index;
        Vmx = new SoftwareVmx(machine);
        Apic = new SoftwareLocalApic(this) { ApicId = (uint)index };
    }

    /// <summary>The CPU whose kernel code this thread runs.</summary>
    /// <exception cref="InvalidOperationException">No machine was made on this thread.</exception>
    public static SoftwareCpu Current =>
        s_current ?? throw new InvalidOperationException("kernel code ran on a thread that has no SoftwareMachine");

    /// <summary>The machine that it is a part of.</summary>
    public SoftwareMachine Machine { get; }

    /// <summary>Its number in the machine; 0 boots.</summary>
    public int Index { get; }

    /// <summary>Ticks since reset: its place in the machine's time.</summary>
    public ulong Tsc { get; set; }

    /// <summary>What RDTSC adds to <see cref="Tsc"/>, modulo 2^64: not 0 where the CPUs' counters disagree.</summary>
    public ulong TscOffset { get; set; }

    /// <summary>Values of MSRs; reading one that is not here is a host exception.</summary>
    public Dictionary<uint, ulong> Msrs { get; } = [];

    /// <summary>MSRs that do something when they are read or written; they come before <see cref="Msrs"/>.</summary>
    public Dictionary<uint, (Func<ulong> Read, Action<ulong> Write)> MsrDevices { get; } = [];

    /// <summary>Answers of CPUID by leaf and subleaf (EAX, EBX, ECX, EDX); others are zero.</summary>
    public Dictionary<(uint Leaf, uint Subleaf), (uint Eax, uint Ebx, uint Ecx, uint Edx)> CpuidLeaves { get; } = [];

    /// <summary>Control and extended-control registers by name.</summary>
    public Dictionary<string, ulong> Registers { get; } = [];

    /// <summary>x87, SSE and what came after.</summary>
    public SoftwareExtendedState ExtendedState { get; } = new();

    /// <summary>Its VMX.</summary>
    public SoftwareVmx Vmx { get; }

    /// <summary>Its SVM.</summary>
    public SoftwareSvm Svm { get; } = new();

    /// <summary>Its local APIC.</summary>
    public SoftwareLocalApic Apic { get; }

    /// <summary>True if an interrupt has come that the kernel has not seen yet.</summary>
    public bool InterruptMark { get; set; }

    /// <summary>True if an NMI has come that neither the kernel's handler nor an exit has taken yet.</summary>
    public bool IsNmiPending { get; private set; }

    /// <summary>NMIs that its kernel has counted.</summary>
    public ulong NmiCount => CpuContext.Current.NmiCount;

    /// <summary>True while it waits for what may come early: an interrupt or NMI then ends the wait.</summary>
    internal bool IsWaiting { get; private set; }

    /// <summary>
    /// What RESET does to all but the time-stamp counter, CPUID, MSRs and devices; CR0, CR4 and IA32_EFER are as boot code leaves
    /// them.
    /// </summary>
    public void Reset()
    {
        const ulong ProtectedPagingMode = 0x8001_0011;
        const ulong PaeAndSse = 0x620;
        const ulong LongModeWithNx = 0xD00;
        Registers.Clear();
        Registers["CR0"] = ProtectedPagingMode;
        Registers["CR4"] = PaeAndSse;
        Registers["XCR0"] = 1;
        Msrs[Kernel.Cpu.Msr.IA32_EFER] = LongModeWithNx;
        ExtendedState.Reset();
        Vmx.Reset();
        Apic.Reset();
        InterruptMark = false;
        IsNmiPending = false;
        IsWaiting = false;
        _pause = 0;
    }

    /// <summary>Makes it the CPU whose kernel code this thread runs.</summary>
    public void MakeCurrent() => s_current = this;

    /// <summary>RDTSC.</summary>
    public ulong ReadTsc()
    {
        Machine.OnReadTsc();
        PassTime(Machine.TscStep);
        return Tsc + TscOffset;
    }

    /// <summary>
    /// PAUSE. Each one in a row takes twice as long as the one before, up to a limit: a wait costs little however long it is, and is
    /// noticed to be over before it has taken twice as long.
    /// </summary>
    public void Pause()
    {
        _pause = Math.Clamp(2 * _pause, Machine.TscStep, Math.Max(LongestPause, Machine.TscStep));
        PassTime(_pause);
    }

    /// <summary>The processor is busy for <paramref name="ticks"/>; CPUs that are behind catch up, and an NMI of theirs is taken.</summary>
    public void Spend(ulong ticks)
    {
        _pause = 0;
        PassTime(ticks);
    }

    /// <summary>
    /// Nothing happens here until <paramref name="tsc"/>, or until an interrupt or NMI comes, which is then still pending.
    /// </summary>
    public void WaitUntil(ulong tsc)
    {
        _pause = 0;
        IsWaiting = true;
        do
        {
            Tsc = tsc;
            Machine.Turns.Pass(this);
        }
        while (Tsc < tsc && !IsNmiPending && !Apic.IsPending);
        IsWaiting = false;
    }

    /// <summary>STI; HLT; CLI.</summary>
    /// <exception cref="KernelHungException">Nothing can ever wake it.</exception>
    public void WaitForInterrupt()
    {
        while (!Apic.IsPending && !IsNmiPending)
        {
            WaitUntil(Apic.Expiry);
        }

        Apic.Deliver();
        TakeNmi();
    }

    /// <summary>CLI; HLT, for ever.</summary>
    public void Halt() => Machine.Turns.Halt(this);

    /// <summary>Runs the NMI handler if an NMI has come: kernel/Host/interrupts.asm.</summary>
    public void TakeNmi()
    {
        if (IsNmiPending)
        {
            IsNmiPending = false;
            RunNmiHandler();
        }
    }

    /// <summary>An exit of VMX has taken the NMI.</summary>
    public void ConsumeNmi() => IsNmiPending = false;

    /// <summary>INT 2. With an IDT that is too short for its gate, and for those of the faults that follow, the machine is reset.</summary>
    public void RaiseNmi()
    {
        const ulong GateEnd = 0x30;
        if (Registers.GetValueOrDefault("IDTR", GateEnd) < GateEnd)
        {
            Machine.OnShutdown();
            Halt();
        }

        RunNmiHandler();
    }

    /// <summary>Runs the NMI handler. Halts for ever if another CPU stops the kernel.</summary>
    public void RunNmiHandler()
    {
        ref CpuContext context = ref CpuContext.Current;
        int stopper = Stop.Context.Stopper;
        if (stopper != 0 && stopper - 1 != (int)context.CpuIndex)
        {
            Halt();
        }

        context.NmiCount++;
    }

    /// <summary>Clears <see cref="InterruptMark"/>; 1 if it was set, else 0.</summary>
    public uint TakeInterruptMark()
    {
        bool mark = InterruptMark;
        InterruptMark = false;
        return mark ? 1u : 0u;
    }

    /// <summary>An NMI comes from the CPU that runs.</summary>
    internal void ReceiveNmi()
    {
        IsNmiPending = true;
        Machine.Turns.Wake(this);
    }

    private void PassTime(ulong ticks)
    {
        Tsc += ticks;
        Machine.Turns.Pass(this);
        TakeNmi();
    }
}
