// The registers of the virtual local APIC, through RDMSR and WRMSR on every processor.
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Devices;

public sealed class ApicMsrTests
{
    private const uint Enable = 0x1FF;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_reset_it_is_in_x2APIC_mode_and_switched_off(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(0xFEE0_0D00ul, Read(guest, Msr.IA32_APIC_BASE));
        Assert.Equal(0xFFul, Read(guest, MsrOf(ApicRegister.SpuriousVector)));
        Assert.Equal(0x10000ul, Read(guest, MsrOf(ApicRegister.LvtTimer)));
        Assert.Equal(0ul, Read(guest, Msr.IA32_TSC_DEADLINE));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void IA32_APIC_BASE_keeps_its_value(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(Msr.IA32_APIC_BASE, 0xFEE0_0D00)));
        Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.WriteMsr(Msr.IA32_APIC_BASE, 0xFEE0_0900)));
        Assert.Equal(0x8000_0B0Dul, guest.EnterAgain());
    }

    [Theory]
    [InlineData(0x800u)]
    [InlineData(0x80Bu)]
    [InlineData(0x80Eu)]
    [InlineData(0x82Fu)]
    [InlineData(0x831u)]
    [InlineData(0x83Fu)]
    [InlineData(0x8FFu)]
    public void What_cannot_be_read_is_a_general_protection_fault(uint msr)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.ReadMsr(msr)));
            Assert.Equal(0x8000_0B0Dul, guest.EnterAgain());
        }
    }

    public static TheoryData<uint, ulong> Refused => new()
    {
        { ApicRegister.Id, 0 }, { ApicRegister.InService, 0 }, { ApicRegister.CurrentCount, 0 },
        { ApicRegister.TaskPriority, 0x100 }, { ApicRegister.EndOfInterrupt, 1 }, { ApicRegister.SpuriousVector, 0x400 },
        { ApicRegister.ErrorStatus, 1 }, { ApicRegister.InterruptCommand, 0x131 }, { ApicRegister.InterruptCommand, 0x100000 },
        { ApicRegister.LvtTimer, 0x100 }, { ApicRegister.LvtTimer, 0x60000 }, { ApicRegister.LvtLint0, 0x800 },
        { ApicRegister.LvtLint1, 1ul << 17 }, { ApicRegister.LvtError, 0x100 }, { ApicRegister.InitialCount, 1ul << 32 },
        { ApicRegister.DivideConfiguration, 4 }, { ApicRegister.SelfInterrupt, 0x100 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_reserved_bit_is_a_general_protection_fault(uint register, ulong value)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.WriteMsr(MsrOf(register), value)));
            Assert.Equal(0x8000_0B0Dul, guest.EnterAgain());
        }
    }

    [Theory]
    [InlineData(ApicRegister.TaskPriority, 0x5Aul)]
    [InlineData(ApicRegister.SpuriousVector, 0x3FFul)]
    [InlineData(ApicRegister.LvtTimer, 0x50041ul)]
    [InlineData(ApicRegister.LvtLint0, 0x1A7FFul)]
    [InlineData(ApicRegister.LvtLint1, 0x10000ul)]
    [InlineData(ApicRegister.LvtError, 0xE1ul)]
    [InlineData(ApicRegister.InitialCount, 0xFFFF_FFFFul)]
    [InlineData(ApicRegister.DivideConfiguration, 0xBul)]
    [InlineData(ApicRegister.InterruptCommand, 0x44041ul)]
    public void A_good_value_is_kept(uint register, ulong value)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            Write(guest, ApicRegister.SpuriousVector, Enable);
            Write(guest, register, value);
            Assert.Equal(value, Read(guest, MsrOf(register)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Switched_off_it_masks_everything_and_accepts_nothing(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Write(guest, ApicRegister.LvtTimer, 0x41);
        Write(guest, ApicRegister.SelfInterrupt, 0x51);
        Assert.Equal(0x10041ul, Read(guest, MsrOf(ApicRegister.LvtTimer)));
        Assert.Equal(0u, guest.Vcpu.ReadyVector);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_task_priority_is_CR8_and_holds_back(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Write(guest, ApicRegister.SpuriousVector, Enable);
        Write(guest, ApicRegister.TaskPriority, 0x5A);
        Assert.Equal(5ul, guest.Vcpu.Cr8Shadow);
        Write(guest, ApicRegister.InterruptCommand, 0x5F);
        Assert.Equal(0u, guest.Vcpu.ReadyVector);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(8, 4)));
        Assert.Equal(0x5Fu, guest.Vcpu.ReadyVector);
        Assert.Equal(0x40ul, Read(guest, MsrOf(ApicRegister.ProcessorPriority)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_task_priority_has_four_bits_in_CR8(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(8, 15)));
        Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.MoveToControlRegister(8, 16)));
        Assert.Equal(15ul, guest.Vcpu.Cr8Shadow);
        Assert.Equal(0x8000_0B0Dul, guest.EnterAgain());
        if (kind != ProcessorKind.Intel)
        {
            // The guest reads it where the processor has it, without an exit.
            Assert.Equal(15ul, guest.Vmcb.VirtualInterrupts & 0xF);
            return;
        }

        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveFromControlRegister(8, general: 1)));
        Assert.Equal(15ul, guest.Vcpu.Registers.Rcx);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Vectors_below_16_are_an_error_with_a_vector_of_its_own(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Write(guest, ApicRegister.SpuriousVector, Enable);
        Write(guest, ApicRegister.SelfInterrupt, 15);
        Assert.Equal(0u, guest.Vcpu.ReadyVector);
        Write(guest, ApicRegister.LvtError, 14);
        Write(guest, ApicRegister.SelfInterrupt, 15);
        Assert.Equal(0u, guest.Vcpu.ReadyVector);
        Write(guest, ApicRegister.LvtError, 0xE1);
        Write(guest, ApicRegister.LvtTimer, 7);
        Write(guest, ApicRegister.InitialCount, 1);
        guest.Machine.Cpu.Tsc += 100;
        Assert.Equal(0ul, Read(guest, MsrOf(ApicRegister.CurrentCount)));
        Assert.Equal(0xE1u, guest.Vcpu.ReadyVector);
        Write(guest, ApicRegister.ErrorStatus, 0);
        Assert.Equal(0x60ul, Read(guest, MsrOf(ApicRegister.ErrorStatus)));
        Write(guest, ApicRegister.ErrorStatus, 0);
        Assert.Equal(0ul, Read(guest, MsrOf(ApicRegister.ErrorStatus)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_command_reaches_the_virtual_CPU_by_its_names_only(ProcessorKind kind)
    {
        foreach ((ulong command, bool isTaken) in new (ulong, bool)[]
        {
            (0x41, true), (0x1_0000_0041, false), (0x1_0000_0841, true), (0x2_0000_0841, false), (0x1_0001_0000_0841, false),
            (0x4_0041, true), (0x8_0041, false), (0xC_0041, false), (0xFFFF_FFFF_0000_0041, false),
        })
        {
            using StoppedGuest guest = new(kind);
            Write(guest, ApicRegister.SpuriousVector, Enable);
            Verdict verdict = guest.Answer(GuestExit.WriteMsr(MsrOf(ApicRegister.InterruptCommand), command));
            Assert.Equal(isTaken ? Verdict.ResumeNext : Verdict.Resume, verdict);
            Assert.Equal(isTaken ? 0x41u : 0, guest.Vcpu.ReadyVector);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_deadline_counts_in_its_mode_only(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(Msr.IA32_TSC_DEADLINE, ulong.MaxValue)));
        Assert.Equal(0ul, Read(guest, Msr.IA32_TSC_DEADLINE));
        Write(guest, ApicRegister.LvtTimer, 0x40041);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(Msr.IA32_TSC_DEADLINE, ulong.MaxValue)));
        Assert.Equal(ulong.MaxValue, Read(guest, Msr.IA32_TSC_DEADLINE));
        Write(guest, ApicRegister.InitialCount, 5);
        Assert.Equal((0ul, 0ul), (Read(guest, MsrOf(ApicRegister.InitialCount)), Read(guest, MsrOf(ApicRegister.CurrentCount))));
    }

    [Theory]
    [InlineData(0x2ul)]
    [InlineData(0x9ul)]
    [InlineData(0xBul)]
    public void Another_division_counts_on_with_what_is_left(ulong configuration)
    {
        using ApicFixture apic = new();
        int shift = configuration switch { 2 => 3, 9 => 6, _ => 0 };
        apic.Write(ApicRegister.LvtTimer, 0x41);
        apic.Write(ApicRegister.InitialCount, 1000, 50);
        apic.Write(ApicRegister.DivideConfiguration, configuration, 150);
        Assert.Equal(900ul, apic.Read(ApicRegister.CurrentCount, 150));
        Assert.Equal(899ul, apic.Read(ApicRegister.CurrentCount, 150 + (1ul << shift)));
        Assert.Equal(150 + (900ul << shift), apic.Vcpu.TimerTsc);
    }

    private static uint MsrOf(uint register) => ApicRegister.FirstMsr + (register >> 4);

    private static ulong Read(StoppedGuest guest, uint msr)
    {
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.ReadMsr(msr)));
        return (guest.Vcpu.Registers.Rdx << 32) | guest.Vcpu.Registers.Rax;
    }

    private static void Write(StoppedGuest guest, uint register, ulong value) =>
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(MsrOf(register), value)));
}
