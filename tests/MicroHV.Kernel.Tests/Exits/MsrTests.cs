// The MSRs that a guest reads and writes through the kernel, and XSETBV.
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Exits;

public sealed class MsrTests
{
    private const uint TimeStampCounter = 0x10;
    private const uint PlatformId = 0x17;
    private const uint BiosSignId = 0x8B;
    private const uint MiscellaneousEnable = 0x1A0;
    private const uint DebugCtl = 0x1D9;
    private const ulong Pat = 0x0007_0406_0007_0406;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [InlineData(MiscellaneousEnable, 1ul)]
    [InlineData(PlatformId, 0ul)]
    [InlineData(BiosSignId, 0ul)]
    [InlineData(DebugCtl, 0ul)]
    [InlineData(0x277, Pat)]
    [InlineData(0xC000_0103, 0x12345678ul)]
    public void An_MSR_with_a_shadow_or_a_constant_is_read(uint msr, ulong value)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            guest.Vcpu.PatShadow = Pat;
            guest.Machine.Cpu.Msrs[Msr.IA32_TSC_AUX] = 0x12345678;
            guest.Vcpu.Registers.Rdx = ulong.MaxValue;
            Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.ReadMsr(msr)));
            Assert.Equal((value & uint.MaxValue, value >> 32), (guest.Vcpu.Registers.Rax, guest.Vcpu.Registers.Rdx));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_time_stamp_counter_is_the_processor_s(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        guest.Machine.Cpu.Tsc = 0x1_2345_0000;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.ReadMsr(TimeStampCounter)));
        Assert.Equal(1ul, guest.Vcpu.Registers.Rdx);
        Assert.InRange(guest.Vcpu.Registers.Rax, 0x2345_0000ul, 0x2345_1000ul);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_IA32_TSC_AUX_a_guest_has_none(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        guest.Cpu.HasTscAux = false;
        Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.ReadMsr(Msr.IA32_TSC_AUX)));
        Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.WriteMsr(Msr.IA32_TSC_AUX, 1)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Good_values_are_written(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(Msr.IA32_TSC_AUX, 7)));
        Assert.Equal(7ul, guest.Machine.Cpu.Msrs[Msr.IA32_TSC_AUX]);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(Msr.IA32_PAT, Pat)));
        Assert.Equal(Pat, guest.Vcpu.PatShadow);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(BiosSignId, ulong.MaxValue)));
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(DebugCtl, 0)));
        ulong efer = guest.Vcpu.EferShadow | EFER.SCE;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.WriteMsr(Msr.IA32_EFER, efer)));
        Assert.Equal(efer, guest.Vcpu.EferShadow);
        Assert.Equal(0ul, guest.EnterAgain());
        Assert.Empty(guest.Guests.Refused);
    }

    [Theory]
    [InlineData(Msr.IA32_TSC_AUX, 1ul << 32)]
    [InlineData(Msr.IA32_PAT, 2ul)]
    [InlineData(Msr.IA32_PAT, 3ul << 8)]
    [InlineData(Msr.IA32_PAT, 8ul << 56)]
    [InlineData(Msr.IA32_EFER, EFER.SVME)]
    [InlineData(Msr.IA32_EFER, 0ul)]
    [InlineData(DebugCtl, 1ul)]
    [InlineData(MiscellaneousEnable, 1ul)]
    [InlineData(0xC001_0114u, 0ul)]
    public void A_bad_value_or_MSR_is_a_general_protection_fault(uint msr, ulong value)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            (ulong pat, ulong efer) = (guest.Vcpu.PatShadow, guest.Vcpu.EferShadow);
            Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.WriteMsr(msr, value)));
            Assert.Equal((pat, efer), (guest.Vcpu.PatShadow, guest.Vcpu.EferShadow));
            Assert.Equal(0x8000_0B0Dul, guest.EnterAgain());
        }
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(3ul)]
    [InlineData(7ul)]
    [InlineData(0x207ul)]
    public void XCR0_takes_states_that_go_together(ulong value)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = Xsaving(kind);
            Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.Xsetbv(0, value)));
            Assert.Equal(value, guest.Machine.Cpu.Registers["XCR0"]);
        }
    }

    [Theory]
    [InlineData(0u, 0ul)]
    [InlineData(0u, 2ul)]
    [InlineData(0u, 5ul)]
    [InlineData(0u, 0x19ul)]
    [InlineData(0u, 0xE3ul)]
    [InlineData(0u, 0x27ul)]
    [InlineData(0u, 1ul << 63 | 1)]
    [InlineData(1u, 1ul)]
    public void XCR0_refuses_the_others(uint register, ulong value)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = Xsaving(kind);
            guest.Cpu.ExtendedStateMask |= 0xE0;
            ulong before = guest.Machine.Cpu.Registers["XCR0"];
            Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.Xsetbv(register, value)));
            Assert.Equal(before, guest.Machine.Cpu.Registers["XCR0"]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AVX_512_comes_whole_and_with_AVX(ProcessorKind kind)
    {
        using StoppedGuest guest = Xsaving(kind);
        guest.Cpu.ExtendedStateMask |= 0xE0;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.Xsetbv(0, 0xE7)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void XSETBV_is_for_privilege_level_0_and_for_guests_that_use_XSAVE(ProcessorKind kind)
    {
        using StoppedGuest guest = Xsaving(kind);
        VmExit exit = guest.Stop(ProcessorExits.Xsetbv(0, 1));
        exit.Operand = 3;
        Assert.Equal(Verdict.Resume, guest.Answer(in exit));
        Assert.Equal(0x8000_0B0Dul, guest.EnterAgain());
        guest.Vcpu.Cr4Shadow &= ~CR4.OSXSAVE;
        Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.Xsetbv(0, 1)));
        Assert.Equal(0x8000_0306ul, guest.EnterAgain());
    }

    private static StoppedGuest Xsaving(ProcessorKind kind)
    {
        StoppedGuest guest = new(kind);
        guest.Vcpu.Cr4Shadow |= CR4.OSXSAVE;
        guest.Vcpu.Stale |= StaleState.ControlRegisters;
        return guest;
    }
}
