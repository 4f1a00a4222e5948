// Every exit that a processor can tell of gets its verdict.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Exits;

public sealed class DispatchTests
{
    private const ulong PageFault = 0x0000_0002_8000_0B0E;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cache_flushes_are_passed_over(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        ulong rip = guest.Rip;
        GuestExit wbinvd = ProcessorExits.Instruction(VmxExitReason.Wbinvd, SvmExitCode.Wbinvd, 0x0F, 0x09);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(wbinvd));
        GuestExit invd = ProcessorExits.Instruction(VmxExitReason.Invd, SvmExitCode.Invd, 0x0F, 0x08);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(invd));
        Assert.Equal(rip + 4, guest.Rip);
    }

    public static TheoryData<VmxExitReason, SvmExitCode> Undefined => new()
    {
        { VmxExitReason.Vmclear, SvmExitCode.Vmrun },
        { VmxExitReason.Vmxon, SvmExitCode.Vmload },
        { VmxExitReason.Invept, SvmExitCode.Vmsave },
        { VmxExitReason.Invvpid, SvmExitCode.Stgi },
        { VmxExitReason.Vmfunc, SvmExitCode.Clgi },
        { VmxExitReason.Getsec, SvmExitCode.Skinit },
        { VmxExitReason.Rsm, SvmExitCode.Rsm },
        { VmxExitReason.Mwait, SvmExitCode.Mwait },
        { VmxExitReason.Monitor, SvmExitCode.Monitor },
        { VmxExitReason.Vmread, SvmExitCode.MwaitConditional },
        { VmxExitReason.Vmlaunch, SvmExitCode.Invlpga },
        { VmxExitReason.Vmptrld, SvmExitCode.Vmrun },
        { VmxExitReason.Vmptrst, SvmExitCode.Vmrun },
        { VmxExitReason.Vmresume, SvmExitCode.Vmrun },
        { VmxExitReason.Vmwrite, SvmExitCode.Rdpru },
        { VmxExitReason.Vmxoff, SvmExitCode.Vmrun },
    };

    [Theory]
    [MemberData(nameof(Undefined))]
    public void An_instruction_that_no_guest_has_is_undefined(VmxExitReason vmx, SvmExitCode svm)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            ulong rip = guest.Rip;
            Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.Instruction(vmx, svm, 0x90)));
            Assert.Equal(rip, guest.Rip);
            Assert.Equal(0x8000_0306ul, guest.EnterAgain());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RDPMC_is_forbidden(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(
            Verdict.Resume,
            guest.Answer(ProcessorExits.Instruction(VmxExitReason.Rdpmc, SvmExitCode.Rdpmc, 0x0F, 0x33)));
        Assert.Equal(0x8000_0B0Dul, guest.EnterAgain());
    }

    public static TheoryData<VmxExitReason, SvmExitCode, HealthEvent> Errors => new()
    {
        { VmxExitReason.TaskSwitch, SvmExitCode.TaskSwitch, HealthEvent.IllegalRequest },
        { VmxExitReason.TripleFault, SvmExitCode.Shutdown, HealthEvent.UnexpectedTrap },
        { VmxExitReason.InitSignal, SvmExitCode.Init, HealthEvent.IllegalRequest },
        { VmxExitReason.NmiWindow, SvmExitCode.Smi, HealthEvent.IllegalRequest },
        { VmxExitReason.EptMisconfiguration, SvmExitCode.NestedPageFault, HealthEvent.MemoryViolation },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void What_ends_a_partition_says_why(VmxExitReason vmx, SvmExitCode svm, HealthEvent error)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            Assert.Equal(Verdict.PartitionError, guest.Answer(ProcessorExits.Instruction(vmx, svm)));
            Assert.Equal(error, guest.Vcpu.Error);
        }
    }

    [Theory]
    [InlineData(RegionRights.Read)]
    [InlineData(RegionRights.Write)]
    [InlineData(RegionRights.Execute)]
    public void A_touch_of_foreign_memory_tells_the_access(RegionRights access)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            VmExit exit = guest.Stop(GuestExit.Touch(0x7777_0000, access));
            Assert.Equal((0x7777_0000ul, (uint)access), (exit.Address, exit.Operand));
            Assert.Equal(Verdict.PartitionError, guest.Answer(in exit));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DB_and_AC_are_the_guest_s_and_a_machine_check_is_the_machine_s(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.Exception(GuestEvent.DB, DR6.BS | DR6.B1)));
        Assert.Equal(0x8000_0301ul, guest.EnterAgain());
        Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.AlignmentCheck()));
        Assert.Equal(0x8000_0B11ul, guest.EnterAgain());
        Assert.Equal(Verdict.KernelError, guest.Answer(ProcessorExits.Exception(GuestEvent.MC)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_delivery_of_DB_clears_general_detect_and_nothing_else_of_DR7(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        SetDr7(guest, DR7.Reset | DR7.GD | 3);
        Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.Exception(GuestEvent.DB, DR6.BD)));
        Assert.Equal(DR7.Reset | 3, Dr7(guest));
        Assert.Equal(0x8000_0301ul, guest.EnterAgain());
    }

    [Theory]
    [InlineData(ProcessorKind.Amd)]
    [InlineData(ProcessorKind.AmdWithoutNextRip)]
    public void A_step_that_the_kernel_delivers_itself_clears_general_detect(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        SetDr7(guest, DR7.Reset | DR7.GD);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.Cpuid(1) with { Rflags = 0x302 }));
        Assert.Equal(DR7.Reset, Dr7(guest));
    }

    [Fact]
    public void A_step_under_VMX_leaves_its_cause_in_DR6_and_stays_pending_under_blocking()
    {
        const ulong Pending = 1ul << 14;
        using StoppedGuest guest = new(ProcessorKind.Intel);
        guest.Machine.Cpu.Registers["DR6"] = DR6.Reset;
        GuestExit step = ProcessorExits.Exception(GuestEvent.DB, DR6.BS | (1ul << 40));
        Assert.Equal(Verdict.Resume, guest.Answer(step with { Rflags = 0x302, IsInShadow = true }));
        Assert.Equal(DR6.Reset | DR6.BS, guest.Machine.Cpu.Registers["DR6"]);
        Assert.Equal(Pending, guest.Fields[VmcsField.GuestPendingDebugExceptions]);
        Assert.Equal(0x8000_0301ul, guest.EnterAgain());
        Assert.Empty(guest.Guests.Refused);
        Assert.Equal(Verdict.Resume, guest.Answer(step with { Rflags = 0x202, IsInShadow = true }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_over_what_the_kernel_did_is_a_step(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(
            Verdict.ResumeNext, guest.Answer(GuestExit.Cpuid(1) with { Rflags = 0x302, IsInShadow = true }));
        bool isStep = kind == ProcessorKind.Intel
            ? guest.Fields[VmcsField.GuestPendingDebugExceptions] == DR6.BS
            : guest.Vcpu.Pending.Information == 0x8000_0301;
        Assert.True(isStep);
        Assert.Equal(
            0ul,
            kind == ProcessorKind.Intel
                ? guest.Fields[VmcsField.GuestInterruptibilityState]
                : guest.Vmcb.InterruptShadow);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_resume_flag_lasts_for_one_instruction_though_the_kernel_did_it(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.Cpuid(1) with { Rflags = 0x202 | RFLAGS.RF }));
        ulong rflags = kind == ProcessorKind.Intel ? guest.Fields[VmcsField.GuestRflags] : guest.Vmcb.Rflags;
        Assert.Equal(0x202ul, rflags);
    }

    [Theory]
    [InlineData(0x202ul, 0ul)]
    [InlineData(0x302ul, DR6.BS)]
    public void A_breakpoint_that_waits_behind_MOV_SS_waits_on(ulong rflags, ulong step)
    {
        const ulong EnabledBreakpoint = 1ul << 12;
        using StoppedGuest guest = new(ProcessorKind.Intel);
        VmExit exit = guest.Stop(GuestExit.Cpuid(1) with { Rflags = rflags, IsInShadow = true });
        guest.Fields[VmcsField.GuestPendingDebugExceptions] = DR6.B0 | EnabledBreakpoint;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(in exit));
        Assert.Equal(DR6.B0 | EnabledBreakpoint | step, guest.Fields[VmcsField.GuestPendingDebugExceptions]);
    }

    [Theory]
    [InlineData(PageFault, 0x8000_0B0Eul)]
    [InlineData(0x8000_0020ul, 0x8000_0020ul)]
    [InlineData(0x8000_0202ul, 0x8000_0202ul)]
    public void An_interrupted_event_comes_again(ulong interrupted, ulong injected)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            Assert.Equal(
                Verdict.ResumeNext, guest.Answer(GuestExit.Cpuid(0) with { InterruptedEvent = interrupted }));
            Assert.Equal(injected, guest.EnterAgain());
            Assert.Equal(0ul, guest.EnterAgain());
            Assert.Empty(guest.Guests.Refused);
        }
    }

    [Theory]
    [InlineData(0x8000_0480ul)]
    [InlineData(0x8000_0303ul)]
    [InlineData(0x8000_0304ul)]
    public void What_its_instruction_raises_again_is_not_delivered_again_on_SVM(ulong interrupted)
    {
        foreach (ProcessorKind kind in (ProcessorKind[])[ProcessorKind.Amd, ProcessorKind.AmdWithoutNextRip])
        {
            using StoppedGuest guest = new(kind);
            _ = guest.Stop(GuestExit.Cpuid(0) with { InterruptedEvent = interrupted });
            Assert.False(guest.Vcpu.Pending.IsPending);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_refused_entry_is_the_guest_s_error_or_the_kernel_s_own(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        VmExit guests = new() { Kind = ExitKind.EntryFailed };
        Assert.Equal(Verdict.PartitionError, guest.Answer(in guests));
        Assert.Equal(HealthEvent.EntryFailed, guest.Vcpu.Error);
        VmExit kernels = new() { Kind = ExitKind.EntryFailed, IsKernelFault = true };
        Assert.Equal(Verdict.KernelError, guest.Answer(in kernels));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_of_exit_that_does_not_exist_is_an_illegal_request(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        VmExit exit = new() { Kind = (ExitKind)99 };
        Assert.Equal(Verdict.PartitionError, guest.Answer(in exit));
        Assert.Equal(HealthEvent.IllegalRequest, guest.Vcpu.Error);
    }

    [Fact]
    public void Controls_that_VMX_refuses_are_the_kernel_s_fault()
    {
        using StoppedGuest guest = new(ProcessorKind.Intel);
        guest.Fields[VmcsField.VirtualProcessorIdentifier] = 0;
        VmExit exit = guest.Stop(GuestExit.Cpuid(0));
        Assert.Equal((ExitKind.EntryFailed, true), (exit.Kind, exit.IsKernelFault));
        Assert.Equal(Verdict.KernelError, guest.Answer(in exit));
    }

    [Fact]
    public void Guest_state_that_VMX_refuses_is_the_guest_s()
    {
        using StoppedGuest guest = new(ProcessorKind.Intel);
        guest.Fields[VmcsField.GuestRflags] = 0;
        VmExit exit = guest.Stop(GuestExit.Cpuid(0));
        Assert.Equal((ExitKind.EntryFailed, false), (exit.Kind, exit.IsKernelFault));
    }

    [Fact]
    public void A_VMRUN_that_was_refused_leaves_the_VMCB_as_it_was_given()
    {
        using StoppedGuest guest = new(ProcessorKind.Amd);
        _ = guest.Stop(GuestExit.Cpuid(0));
        guest.Vmcb.Cr3 = ulong.MaxValue;
        guest.Vcpu.Pending = GuestEvent.Exception(GuestEvent.UD);
        VmExit exit = guest.Stop(GuestExit.Cpuid(0));
        Assert.Equal(ExitKind.EntryFailed, exit.Kind);
        Assert.Equal(0x8000_0306ul, guest.Vmcb.EventInjection);
        Assert.Equal(guest.Vcpu.Cr4Shadow | CR4.MCE, guest.Vmcb.Cr4);
    }

    private static ulong Dr7(StoppedGuest guest) =>
        guest.Kind == ProcessorKind.Intel ? guest.Fields[VmcsField.GuestDr7] : guest.Vmcb.Dr7;

    private static void SetDr7(StoppedGuest guest, ulong value)
    {
        if (guest.Kind == ProcessorKind.Intel)
        {
            guest.Fields[VmcsField.GuestDr7] = value;
        }
        else
        {
            guest.Vmcb.Dr7 = value;
        }
    }
}
