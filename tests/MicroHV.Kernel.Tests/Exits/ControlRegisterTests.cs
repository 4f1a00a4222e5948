// What a guest may do with its control registers, on every processor.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Exits;

public sealed class ControlRegisterTests
{
    private const ulong GeneralProtection = 0x8000_0B0D;
    private const ulong Long = CR0.PE | CR0.ET | CR0.NE | CR0.WP | CR0.PG;
    private const ulong Tables = SmallSystem.MemoryBase + 0x4000;
    private const ulong Accessed = 1 << 5;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_good_value_is_believed_and_the_next_instruction_runs(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        ulong rip = guest.Rip;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long | CR0.AM)));
        Assert.Equal(Long | CR0.AM, guest.Vcpu.Cr0Shadow);
        Assert.Equal(rip + 3, guest.Rip);
        ulong cr4 = guest.Vcpu.Cr4Shadow | CR4.PGE;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(4, cr4)));
        Assert.Equal(cr4, guest.Vcpu.Cr4Shadow);
        Assert.Equal(0ul, guest.EnterAgain());
        Assert.Empty(guest.Guests.Refused);
    }

    public static TheoryData<ProcessorKind, uint, ulong> BadValues
    {
        get
        {
            (uint Register, ulong Value)[] bad =
            [
                (0, Long | (1ul << 40)),
                (0, CR0.ET | CR0.PG),
                (0, Long | CR0.NW),
                (0, Long & ~CR0.PG),
                (4, CR4.PAE | (1ul << 31)),
                (4, CR4.PAE | CR4.VMXE),
                (4, CR4.PSE),
                (3, 0),
            ];
            TheoryData<ProcessorKind, uint, ulong> rows = [];
            foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
            {
                Array.ForEach(bad, item => rows.Add(kind, item.Register, item.Value));
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public void A_value_that_a_processor_would_refuse_is_a_general_protection_fault(
        ProcessorKind kind, uint register, ulong value)
    {
        using StoppedGuest guest = new(kind);
        (ulong cr0, ulong cr4, ulong rip) = (guest.Vcpu.Cr0Shadow, guest.Vcpu.Cr4Shadow, guest.Rip);
        Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.MoveToControlRegister(register, value)));
        Assert.Equal((cr0, cr4, rip), (guest.Vcpu.Cr0Shadow, guest.Vcpu.Cr4Shadow, guest.Rip));
        Assert.Equal(GeneralProtection, guest.EnterAgain());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Paging_with_process_contexts_cannot_be_left(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        LeaveLongCode(guest);
        guest.Vcpu.Cr4Shadow |= CR4.PCIDE;
        Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long & ~CR0.PG)));
        Assert.Equal(Long, guest.Vcpu.Cr0Shadow & ~CR0.MP);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compatibility_mode_may_leave_long_mode_and_EFER_LMA_follows(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        LeaveLongCode(guest);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long & ~CR0.PG)));
        Assert.Equal(EFER.LME, guest.Vcpu.EferShadow & (EFER.LME | EFER.LMA));
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long)));
        Assert.Equal(EFER.LME | EFER.LMA, guest.Vcpu.EferShadow & (EFER.LME | EFER.LMA));
    }

    [Theory]
    [InlineData(0ul, false)]
    [InlineData(CR4.PAE, true)]
    public void Long_mode_does_not_begin_without_PAE_nor_in_64_bit_code(ulong cr4, bool isLongCode)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            VmExit exit = new()
            {
                Kind = ExitKind.ControlRegisterWrite,
                InstructionLength = 3,
                Value = Long,
                IsLongModeBarred = isLongCode,
            };
            (guest.Vcpu.Cr0Shadow, guest.Vcpu.Cr4Shadow, guest.Vcpu.EferShadow) = (Long & ~CR0.PG, cr4, EFER.LME);
            Assert.Equal(Verdict.Resume, guest.Answer(in exit));
            Assert.Equal(Long & ~CR0.PG, guest.Vcpu.Cr0Shadow);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Process_contexts_begin_in_long_mode_with_context_0_only(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        guest.Cpu.GuestCr4Mask |= CR4.PCIDE;
        ulong cr4 = guest.Vcpu.Cr4Shadow | CR4.PCIDE;
        SetCr3(guest, 0x2005);
        Assert.Equal(Verdict.Resume, AnswerCr4(guest, cr4));
        SetCr3(guest, 0x2000);
        Assert.Equal(Verdict.ResumeNext, AnswerCr4(guest, cr4));
        Assert.Equal(cr4, guest.Vcpu.Cr4Shadow);
        guest.Vcpu.Cr4Shadow &= ~CR4.PCIDE;
        guest.Vcpu.EferShadow &= ~EFER.LMA;
        Assert.Equal(Verdict.Resume, AnswerCr4(guest, cr4));
    }

    [Theory]
    [InlineData(0ul, Verdict.ResumeNext)]
    [InlineData(0x1E6ul, Verdict.ResumeNext)]
    [InlineData(Tables | 1, Verdict.ResumeNext)]
    [InlineData(Tables | Accessed | 1, Verdict.ResumeNext)]
    [InlineData(Tables | 3, Verdict.Resume)]
    [InlineData((1ul << 52) | 1, Verdict.Resume)]
    public void PAE_paging_loads_its_four_pointers_or_faults(ulong entry, Verdict expected)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            WritePointers(guest, [Tables | 1, 0, 0, entry]);
            Assert.Equal(expected, AnswerPae(guest, Tables));
            Assert.Equal(expected == Verdict.ResumeNext ? entry & ~Accessed : 0, guest.Vcpu.Pdpte3);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PAE_pointers_outside_of_memory_are_a_fault_for_CR0_and_for_CR4(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.Resume, AnswerPae(guest, 0xFFFF_F000));
        guest.Vcpu.Cr0Shadow = Long;
        guest.Vcpu.Cr4Shadow = 0;
        guest.Vcpu.Cr3 = 0xFFFF_F000;
        Assert.Equal(Verdict.Resume, AnswerCr4(guest, CR4.PAE, refreshCr3: false));
        Assert.Equal(0ul, guest.Vcpu.Cr4Shadow);
        Assert.Equal(StaleState.None, guest.Vcpu.Stale & StaleState.PagePointers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Task_switched_is_cleared_and_the_status_word_cannot_leave_protected_mode(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        SetRealCr0(guest, CR0.TS | CR0.MP);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.ClearTaskSwitched()));
        Assert.Equal(CR0.MP, guest.Vcpu.Cr0Shadow & (CR0.TS | CR0.MP));
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.LoadStatusWord((ushort)(CR0.EM | CR0.TS))));
        Assert.Equal(CR0.PE | CR0.EM | CR0.TS, guest.Vcpu.Cr0Shadow & 0xF);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_read_gives_what_the_guest_believes(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        guest.Vcpu.Cr0Shadow = Long | CR0.CD;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveFromControlRegister(0, general: 9)));
        Assert.Equal(Long | CR0.CD, guest.Vcpu.Registers.R9 & ~(CR0.MP | CR0.TS));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_read_into_the_stack_pointer_reaches_the_control_block(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        guest.Vcpu.Cr0Shadow = Long | CR0.CD;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveFromControlRegister(0, general: 4)));
        _ = guest.EnterAgain();
        Assert.Equal(Long | CR0.CD, StackPointer(guest) & ~(CR0.MP | CR0.TS));
    }

    [Theory]
    [InlineData(new byte[] { 0x0F, 0x01, 0xE3 }, Long | CR0.CD)]
    [InlineData(new byte[] { 0x48, 0x0F, 0x01, 0xE3 }, Long | CR0.CD)]
    [InlineData(new byte[] { 0x66, 0x0F, 0x01, 0xE3 }, 0xFFFF_FFFF_FFFF_0000 | (Long & 0xFFFF))]
    public void The_status_word_of_an_SVM_guest_is_what_it_believes(byte[] instruction, ulong expected)
    {
        foreach (ProcessorKind kind in (ReadOnlySpan<ProcessorKind>)[ProcessorKind.Amd, ProcessorKind.AmdWithoutNextRip])
        {
            using StoppedGuest guest = new(kind);
            guest.Vcpu.Cr0Shadow = Long | CR0.CD;
            guest.Vcpu.Registers.Rbx = ulong.MaxValue;
            ulong rip = guest.Rip;
            Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.StoreStatusWord(instruction)));
            Assert.Equal(expected, guest.Vcpu.Registers.Rbx & ~(CR0.MP | CR0.TS) | (expected & (CR0.MP | CR0.TS)));
            Assert.Equal(rip + (ulong)instruction.Length, guest.Rip);
        }
    }

    [Theory]
    [InlineData(3u, false)]
    [InlineData(11u, true)]
    public void Long_mode_does_not_begin_with_a_TSS_of_16_bits(uint type, bool isGood)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            LeaveLongCode(guest);
            Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long & ~CR0.PG)));
            SetTaskType(guest, type);
            Verdict expected = isGood ? Verdict.ResumeNext : Verdict.Resume;
            Assert.Equal(expected, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long)));
            Assert.Equal(isGood ? EFER.LMA : 0, guest.Vcpu.EferShadow & EFER.LMA);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Long_mode_does_not_begin_with_64_bit_code_in_CS(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        LeaveLongCode(guest);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long & ~CR0.PG)));
        LeaveLongCode(guest);
        Assert.Equal(Verdict.Resume, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long)));
    }

    [Theory]
    [InlineData(ProcessorKind.Amd)]
    [InlineData(ProcessorKind.AmdWithoutNextRip)]
    public void A_VMCB_has_EFER_LME_under_paging_only(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(EFER.LME | EFER.LMA, guest.Vmcb.Efer & (EFER.LME | EFER.LMA));
        LeaveLongCode(guest);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(0, Long & ~CR0.PG)));
        _ = guest.EnterAgain();
        Assert.Equal(EFER.SVME, guest.Vmcb.Efer & (EFER.LME | EFER.LMA | EFER.SVME));
        Assert.Equal(EFER.LME, guest.Vcpu.EferShadow & EFER.LME);
    }

    [Fact]
    public void A_VMX_guest_has_machine_checks_enabled_and_does_not_see_it()
    {
        using StoppedGuest guest = new(ProcessorKind.Intel);
        Assert.Equal(CR4.MCE, guest.Fields[VmcsField.GuestCr4] & CR4.MCE);
        Assert.Equal(0ul, guest.Fields[VmcsField.Cr4ReadShadow] & CR4.MCE);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_write_from_the_stack_pointer_takes_the_guest_s(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        if (kind == ProcessorKind.Intel)
        {
            guest.Fields[VmcsField.GuestRsp] = Long | CR0.AM;
        }
        else
        {
            guest.Vmcb.Rsp = Long | CR0.AM;
        }

        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveStackPointerTo(0)));
        Assert.Equal(Long | CR0.AM, guest.Vcpu.Cr0Shadow);
    }

    [Theory]
    [InlineData(ProcessorKind.Amd)]
    [InlineData(ProcessorKind.AmdWithoutNextRip)]
    public void An_instruction_that_the_guest_has_changed_is_an_illegal_request(ProcessorKind kind)
    {
        byte[][] others = [[0x90], [0x0F, 0xA2], [0x06]];
        foreach (byte[] other in others)
        {
            using StoppedGuest guest = new(kind);
            GuestExit exit = ProcessorExits.MoveToControlRegister(0, Long) with { Instruction = other };
            Assert.Equal(Verdict.PartitionError, guest.Answer(exit));
            Assert.Equal(HealthEvent.IllegalRequest, guest.Vcpu.Error);
        }
    }

    [Theory]
    [InlineData(ProcessorKind.Amd)]
    [InlineData(ProcessorKind.AmdWithoutNextRip)]
    public void A_status_word_from_memory_is_an_illegal_request_on_SVM(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.PartitionError, guest.Answer(ProcessorExits.LoadStatusWordFromMemory()));
        Assert.Equal(HealthEvent.IllegalRequest, guest.Vcpu.Error);
    }

    private static Verdict AnswerCr4(StoppedGuest guest, ulong value, bool refreshCr3 = true)
    {
        VmExit exit = new() { Kind = ExitKind.ControlRegisterWrite, InstructionLength = 3, Address = 4, Value = value };
        guest.Vcpu.Cr3 = refreshCr3 ? Cr3(guest) : guest.Vcpu.Cr3;
        return guest.Answer(in exit);
    }

    // A guest in 32-bit protected mode with CR4.PAE that switches paging on.
    private static Verdict AnswerPae(StoppedGuest guest, ulong cr3)
    {
        VmExit exit = new() { Kind = ExitKind.ControlRegisterWrite, InstructionLength = 3, Value = Long };
        (guest.Vcpu.Cr0Shadow, guest.Vcpu.Cr4Shadow, guest.Vcpu.EferShadow) = (Long & ~CR0.PG, CR4.PAE, 0);
        guest.Vcpu.Cr3 = cr3;
        return guest.Answer(in exit);
    }

    private static unsafe void WritePointers(StoppedGuest guest, ReadOnlySpan<ulong> pointers) =>
        pointers.CopyTo(new Span<ulong>(guest.Machine.Ram(SmallSystem.HostOf(0, Tables)), 4));

    private static void LeaveLongCode(StoppedGuest guest)
    {
        const uint VmcsLong = 1u << 13;
        const ushort VmcbLong = 1 << 9;
        const uint VmcsBig = 1u << 14;
        const ushort VmcbBig = 1 << 10;
        if (guest.Kind == ProcessorKind.Intel)
        {
            guest.Fields[VmcsField.GuestCsAccessRights] ^= VmcsLong | VmcsBig;
        }
        else
        {
            guest.Vmcb.Cs.Attributes ^= VmcbLong | VmcbBig;
        }
    }

    private static ulong StackPointer(StoppedGuest guest) =>
        guest.Kind == ProcessorKind.Intel ? guest.Fields[VmcsField.GuestRsp] : guest.Vmcb.Rsp;

    private static void SetTaskType(StoppedGuest guest, uint type)
    {
        const uint PresentBit = 0x80;
        if (guest.Kind == ProcessorKind.Intel)
        {
            guest.Fields[VmcsField.GuestTrAccessRights] = PresentBit | type;
        }
        else
        {
            guest.Vmcb.Tr.Attributes = (ushort)(PresentBit | type);
        }
    }

    private static ulong Cr3(StoppedGuest guest) =>
        guest.Kind == ProcessorKind.Intel ? guest.Fields[VmcsField.GuestCr3] : guest.Vmcb.Cr3;

    private static void SetCr3(StoppedGuest guest, ulong value)
    {
        if (guest.Kind == ProcessorKind.Intel)
        {
            guest.Fields[VmcsField.GuestCr3] = value;
        }
        else
        {
            guest.Vmcb.Cr3 = value;
        }
    }

    private static void SetRealCr0(StoppedGuest guest, ulong bits)
    {
        if (guest.Kind == ProcessorKind.Intel)
        {
            guest.Fields[VmcsField.GuestCr0] |= bits;
        }
        else
        {
            guest.Vmcb.Cr0 |= bits;
        }
    }
}
