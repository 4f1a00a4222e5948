// Hypercalls, ports and CPUID: what a guest asks for, and what it gets.
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Exits;

public sealed class RequestTests
{
    private const ulong Text = SmallSystem.MemoryBase + 0x1000;

    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_hypercall_has_its_verdict(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.Hypercall(kind, Hypercall.None)));
        Assert.Equal(Verdict.Yield, guest.Answer(GuestExit.Hypercall(kind, Hypercall.Yield)));
        Assert.Equal(Verdict.PartitionEnd, guest.Answer(GuestExit.Hypercall(kind, Hypercall.Report, 42)));
        Assert.Equal(42ul, guest.Vcpu.ExitCode);
        Assert.Equal((ulong)ReturnCode.NoError, guest.Vcpu.Registers.Rax);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.Hypercall(kind, (Hypercall)15)));
        Assert.Equal((ulong)ReturnCode.InvalidParameter, guest.Vcpu.Registers.Rax);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public unsafe void Text_goes_to_the_partition_s_console(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        byte[] text = Encoding.ASCII.GetBytes("hello\n");
        text.CopyTo(new Span<byte>(guest.Machine.Ram(SmallSystem.HostOf(0, Text)), text.Length));
        GuestExit write = GuestExit.Hypercall(kind, Hypercall.ConsoleWrite, Text, (ulong)text.Length);
        Assert.Equal(Verdict.ResumeNext, guest.Answer(write));
        Assert.Equal((0ul, 6ul), (guest.Vcpu.Registers.Rax, guest.Vcpu.Registers.Rdx));
        Assert.Equal((6u, 1u), (guest.Console.Waiting, guest.Console.Lines));
        Assert.Equal((byte)'h', guest.Console.Take());
    }

    [Theory]
    [InlineData(Text, 257ul)]
    [InlineData(Text, ulong.MaxValue)]
    [InlineData(SmallSystem.MemoryBase + SmallSystem.MemorySizeBytes - 4, 5ul)]
    [InlineData(SmallSystem.MemoryBase - 1, 1ul)]
    [InlineData(ulong.MaxValue - 3, 4ul)]
    [InlineData(0ul, 0ul)]
    public void Text_that_is_not_the_guest_s_own_or_too_long_is_refused(ulong address, ulong size)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            Assert.Equal(
                Verdict.ResumeNext,
                guest.Answer(GuestExit.Hypercall(kind, Hypercall.ConsoleWrite, address, size)));
            Assert.Equal((ulong)ReturnCode.InvalidParameter, guest.Vcpu.Registers.Rax);
            Assert.Equal(0u, guest.Console.Waiting);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hypercall_from_user_code_does_not_exist(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        if (kind == ProcessorKind.Intel)
        {
            guest.Fields[VmcsField.GuestSsAccessRights] |= 3u << 5;
            guest.Fields[VmcsField.GuestCsAccessRights] |= 3u << 5;
        }
        else
        {
            guest.Vmcb.Cpl = 3;
        }

        Assert.Equal(Verdict.Resume, guest.Answer(GuestExit.Hypercall(kind, Hypercall.Report)));
        Assert.Equal(0x8000_0306ul, guest.EnterAgain());
    }

    [Fact]
    public void A_hypercall_that_the_guest_has_overwritten_is_an_illegal_request()
    {
        const ProcessorKind Kind = ProcessorKind.AmdWithoutNextRip;
        byte[][] others = [[0x0F, 0x01, 0xC1], [0x90, 0x90], [0xC5, 0xF8, 0x77]];
        foreach (byte[] other in others)
        {
            using StoppedGuest guest = new(Kind);
            Assert.Equal(
                Verdict.PartitionError,
                guest.Answer(GuestExit.Hypercall(Kind, Hypercall.Yield) with { Instruction = other }));
            Assert.Equal(HealthEvent.IllegalRequest, guest.Vcpu.Error);
        }
    }

    [Fact]
    public void An_instruction_with_prefixes_or_across_two_pages_is_found()
    {
        const ProcessorKind Kind = ProcessorKind.AmdWithoutNextRip;
        using StoppedGuest guest = new(Kind);
        byte[] prefixed = [0x66, 0x2E, 0x0F, 0xA2];
        ulong rip = guest.Rip;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.Cpuid(0) with { Instruction = prefixed }));
        Assert.Equal(rip + 4, guest.Rip);
        guest.Rip = SmallSystem.MemoryBase + 0xFFF;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.Cpuid(0)));
        Assert.Equal(SmallSystem.MemoryBase + 0x1001, guest.Rip);
    }

    [Theory]
    [InlineData(1u, 0x1122_3344_5566_77FFul)]
    [InlineData(2u, 0x1122_3344_5566_FFFFul)]
    [InlineData(4u, 0xFFFF_FFFFul)]
    public void An_absent_port_reads_as_ones(uint width, ulong expected)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            guest.Partition.Options |= PartitionOptions.OtherPortsAbsent;
            guest.Vcpu.Registers.Rax = 0x1122_3344_5566_7788;
            Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.Port(0x4F0, width, isRead: false)));
            Assert.Equal(0x1122_3344_5566_7788ul, guest.Vcpu.Registers.Rax);
            Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.Port(0x4F0, width, isRead: true)));
            Assert.Equal(expected, guest.Vcpu.Registers.Rax);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_port_that_is_neither_granted_nor_absent_and_any_string_is_an_error(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        Assert.Equal(Verdict.PartitionError, guest.Answer(ProcessorExits.Port(0x4F0, 1, isRead: true)));
        Assert.Equal(HealthEvent.PortViolation, guest.Vcpu.Error);
        guest.Partition.Options |= PartitionOptions.OtherPortsAbsent;
        Assert.Equal(
            Verdict.PartitionError, guest.Answer(ProcessorExits.Port(0x4F0, 1, isRead: true, isString: true)));
        Assert.Equal(
            Verdict.PartitionError, guest.Answer(ProcessorExits.Port(0x4F0, 4, isRead: false, isString: true)));
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(2u, 0u)]
    [InlineData(4u, 1u)]
    [InlineData(7u, 0u)]
    [InlineData(7u, 1u)]
    [InlineData(0xBu, 0u)]
    [InlineData(0xDu, 0u)]
    [InlineData(0xDu, 1u)]
    [InlineData(0xDu, 2u)]
    [InlineData(0xDu, 3u)]
    [InlineData(0xDu, 40u)]
    [InlineData(0x8000_0000u, 0u)]
    [InlineData(0x8000_0001u, 0u)]
    [InlineData(0x8000_0002u, 0u)]
    [InlineData(0x8000_0007u, 0u)]
    [InlineData(0x8000_0008u, 0u)]
    [InlineData(0x8000_000Au, 0u)]
    [InlineData(0x9000_0000u, 0u)]
    public void No_leaf_of_CPUID_tells_more_than_the_processor_or_what_a_guest_cannot_have(uint leaf, uint subleaf)
    {
        foreach (ProcessorKind kind in Enum.GetValues<ProcessorKind>())
        {
            using StoppedGuest guest = new(kind);
            guest.Machine.Cpu.CpuidLeaves[(leaf, subleaf)] = (~0u, ~0u, ~0u, ~0u);
            Assert.Equal(Verdict.ResumeNext, guest.Answer(GuestExit.Cpuid(leaf, subleaf)));
            GuestRegisters answer = guest.Vcpu.Registers;
            bool isWhole = leaf is 2 or 4 or 0x8000_0002 || (leaf == 0xD && subleaf == 2);
            Assert.Equal(isWhole, (answer.Rax & answer.Rbx & answer.Rcx & answer.Rdx) == uint.MaxValue);
            bool isHidden = leaf is 0xB or 0x8000_000A or 0x9000_0000
                || (leaf == 0xD && subleaf is 3 or 40) || (leaf == 7 && subleaf == 1);
            Assert.Equal(isHidden, (answer.Rax | answer.Rbx | answer.Rcx | answer.Rdx) == 0);
        }
    }

    [Theory]
    [InlineData(0u, 0xDul)]
    [InlineData(0x8000_0000u, 0x8000_0008ul)]
    public void The_largest_leaf_is_the_smaller_of_the_kernel_s_and_the_processor_s(uint leaf, ulong largest)
    {
        using StoppedGuest guest = new(ProcessorKind.Intel);
        guest.Machine.Cpu.CpuidLeaves[(leaf, 0)] = (uint.MaxValue, 0, 0, 0);
        _ = guest.Answer(GuestExit.Cpuid(leaf));
        Assert.Equal(largest, guest.Vcpu.Registers.Rax);
        guest.Machine.Cpu.CpuidLeaves[(leaf, 0)] = ((uint)largest - 1, 0, 0, 0);
        _ = guest.Answer(GuestExit.Cpuid(leaf));
        Assert.Equal(largest - 1, guest.Vcpu.Registers.Rax);
    }

    [Fact]
    public void OSXSAVE_and_OSPKE_follow_what_the_guest_believes_of_CR4()
    {
        using StoppedGuest guest = new(ProcessorKind.Intel);
        foreach ((ulong bit, uint leaf, uint flag) in (ReadOnlySpan<(ulong, uint, uint)>)
            [(CR4.OSXSAVE, 1, 1u << 27), (CR4.PKE, 7, 1u << 4)])
        {
            guest.Vcpu.Cr4Shadow &= ~bit;
            _ = guest.Answer(GuestExit.Cpuid(leaf));
            Assert.Equal(0ul, guest.Vcpu.Registers.Rcx & flag);
            guest.Vcpu.Cr4Shadow |= bit;
            _ = guest.Answer(GuestExit.Cpuid(leaf));
            Assert.Equal(flag, guest.Vcpu.Registers.Rcx & flag);
        }
    }

    [Fact]
    public void The_hypervisor_s_leaves_name_it_and_the_partition()
    {
        using StoppedGuest guest = new(ProcessorKind.Amd);
        _ = guest.Answer(GuestExit.Cpuid(0x4000_0000));
        Assert.Equal(0x4000_0001ul, guest.Vcpu.Registers.Rax);
        Assert.Equal(0x7263_694Dul, guest.Vcpu.Registers.Rbx);
        _ = guest.Answer(GuestExit.Cpuid(0x4000_0001));
        Assert.Equal((ulong)guest.Vcpu.PartitionIndex, guest.Vcpu.Registers.Rbx);
        _ = guest.Answer(GuestExit.Cpuid(0x4000_00FF));
        Assert.Equal(0ul, guest.Vcpu.Registers.Rax);
    }
}
