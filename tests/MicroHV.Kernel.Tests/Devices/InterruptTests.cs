// Interrupts in whole lives: the loop, the backends and the processor's rules for entries, on every processor.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Devices;

public sealed class InterruptTests
{
    private const uint Safety = 0;
    private const ulong Vector = 0x41;
    private const ulong Interrupt = 0x8000_0000;
    private const ulong DeadlineMode = 2 << 17;

    // The guest's exits, the loop's own reads of the TSC, and what the local APIC's timer is early or late by.
    private const ulong SlackTicks = 500;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_timer_ends_a_stay_and_its_interrupt_begins_the_next(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        ulong deadline = 0;
        Open(kernel);
        kernel.Guests.Add(Safety, new GuestStep(100, Deadline(kernel, 50_000, value => deadline = value)));
        _ = kernel.Run(SmallSystem.Blob(1));
        GuestRun run = Assert.Single(kernel.Guests.Runs, run => run.Injected == (Interrupt | Vector));
        Assert.InRange(run.Start, deadline, deadline + SlackTicks);
        Assert.Empty(kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_timer_that_expires_between_windows_interrupts_once_at_the_start_of_the_next(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        Open(kernel);
        kernel.Guests.Add(Safety, new GuestStep(100, Deadline(kernel, 1000, _ => { })));
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Hypercall(kind, Hypercall.Yield)));
        BootRecord boot = Assert.IsType<BootEvent>(kernel.Run(SmallSystem.Blob(3))[0]).Record;
        GuestRun run = Assert.Single(kernel.Guests.Runs, run => run.Injected == (Interrupt | Vector));
        ulong window = boot.EpochTsc + (SmallSystem.Windows.Where(window => window.Vcpu == Safety).ElementAt(1).Start * boot.TscHertz / 1_000_000_000);
        Assert.InRange(run.Start, window, window + SlackTicks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void With_interrupts_off_or_in_a_shadow_an_interrupt_waits_and_no_entry_is_refused(ProcessorKind kind)
    {
        foreach ((ulong rflags, bool isInShadow) in new[] { (2ul, false), (0x202ul, true) })
        {
            using KernelMachine kernel = new(kind);
            Open(kernel);
            kernel.Guests.Add(Safety, new GuestStep(100, SelfInterrupt with { Rflags = rflags }));

            // An exit that is no instruction leaves the shadow where it is.
            kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Nmi() with { Rflags = rflags, IsInShadow = isInShadow }));
            kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Cpuid(0) with { Rflags = rflags, IsInShadow = isInShadow }));
            kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Cpuid(0)));
            _ = kernel.Run(SmallSystem.Blob(1));
            GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Vcpu == Safety)];
            Assert.Single(runs, run => run.Injected == (Interrupt | Vector));
            Assert.Empty(kernel.Guests.Refused);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_exception_comes_before_an_interrupt(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        Open(kernel);
        kernel.Guests.Add(Safety, new GuestStep(100, SelfInterrupt with { Rflags = 2 }));
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.AlignmentCheck()));
        _ = kernel.Run(SmallSystem.Blob(1));
        ulong[] injected = [.. kernel.Guests.Runs.Where(run => run.Vcpu == Safety && run.Injected != 0).Select(run => run.Injected & uint.MaxValue)];
        Assert.Equal(0x8000_0B11ul, injected[0]);
        Assert.Equal(Interrupt | Vector, injected[1]);
        Assert.Empty(kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_interrupt_whose_delivery_was_interrupted_is_delivered_again(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        Open(kernel);
        kernel.Guests.Add(Safety, new GuestStep(100, SelfInterrupt));
        kernel.Guests.Add(Safety, new GuestStep(10, GuestExit.Nmi() with { InterruptedEvent = Interrupt | Vector }));
        _ = kernel.Run(SmallSystem.Blob(1));
        Assert.Equal(2, kernel.Guests.Runs.Count(run => run.Injected == (Interrupt | Vector)));
        Assert.Empty(kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_halt_lasts_until_the_timer_in_the_same_window(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        ulong deadline = 0;
        Open(kernel);
        kernel.Guests.Add(Safety, new GuestStep(100, Deadline(kernel, 50_000, value => deadline = value)));
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Hlt(areInterruptsOn: true)));
        _ = kernel.Run(SmallSystem.Blob(1));
        GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Vcpu == Safety)];
        int woken = Array.FindIndex(runs, run => run.Injected == (Interrupt | Vector));
        Assert.InRange(runs[woken].Start, deadline, deadline + SlackTicks);
        Assert.True(runs[woken - 1].End + 40_000 < runs[woken].Start, "the guest ran on");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_halt_with_an_interrupt_that_waits_ends_at_once(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        Open(kernel);
        kernel.Guests.Add(Safety, new GuestStep(100, SelfInterrupt with { Rflags = 2 }));
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Hlt(areInterruptsOn: true)));
        _ = kernel.Run(SmallSystem.Blob(1));
        GuestRun[] runs = [.. kernel.Guests.Runs.Where(run => run.Vcpu == Safety)];
        int woken = Array.FindIndex(runs, run => run.Injected == (Interrupt | Vector));
        Assert.InRange(runs[woken].Start, runs[woken - 1].End, runs[woken - 1].End + SlackTicks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_window_begins_with_its_vector(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        Open(kernel);
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Hypercall(kind, Hypercall.SetWindowVector, 0x71)));
        for (int i = 0; i < 5; i++)
        {
            kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.WriteMsr(0x80B, 0)));
            kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.Hypercall(kind, Hypercall.Yield)));
        }

        _ = kernel.Run(SmallSystem.Blob(3));
        int windows = SmallSystem.Windows.Count(window => window.Vcpu == Safety);
        int interrupts = kernel.Guests.Runs.Count(run => run.Injected == (Interrupt | 0x71));
        Assert.InRange(interrupts, (3 * windows) - 2, (3 * windows) - 1);
    }

    private static GuestExit SelfInterrupt => GuestExit.WriteMsr(0x83F, Vector);

    private static GuestExit Deadline(KernelMachine kernel, ulong ticksFromNow, Action<ulong> told) =>
        GuestExit.WriteMsr(Msr.IA32_TSC_DEADLINE, 0) with
        {
            Act = (ref vcpu) =>
            {
                ulong deadline = kernel.Machine.Cpu.Tsc + ticksFromNow;
                (vcpu.Registers.Rcx, vcpu.Registers.Rax, vcpu.Registers.Rdx) =
                    (Msr.IA32_TSC_DEADLINE, (uint)deadline, deadline >> 32);
                told(deadline);
            },
        };

    // Switches the APIC on and its timer to deadlines.
    private static void Open(KernelMachine kernel)
    {
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.WriteMsr(0x80F, 0x1FF)));
        kernel.Guests.Add(Safety, new GuestStep(100, GuestExit.WriteMsr(0x832, Vector | DeadlineMode)));
    }
}
