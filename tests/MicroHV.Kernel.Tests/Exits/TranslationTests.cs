// What a guest cached of its page tables is dropped when it must be. No emulator here would show a stale translation.
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Tests.Boots;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Exits;

public sealed class TranslationTests
{
    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_guest_that_changed_its_paging_goes_on_without_old_translations_once(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        _ = guest.EnterAgain();
        Assert.False(IsFlushedAtNextEntry(guest));
        ulong cr4 = guest.Vcpu.Cr4Shadow ^ CR4.PGE;
        Assert.Equal(Verdict.ResumeNext, guest.Answer(ProcessorExits.MoveToControlRegister(4, cr4)));
        Assert.True(IsFlushedAtNextEntry(guest));
        Assert.False(IsFlushedAtNextEntry(guest));
    }

    [Theory]
    [InlineData(16u, 0u)]
    [InlineData(15u, 0u)]
    [InlineData(14u, 1u)]
    public void Virtual_CPUs_that_share_a_tag_are_flushed_when_they_change(uint tags, uint mustFlush)
    {
        using StoppedGuest guest = new(ProcessorKind.Amd);
        guest.Cpu.VcpuCount = 14;
        guest.Cpu.AsidCount = tags;
        guest.Vcpu.MustFlush = 0;
        Svm.Load(ref guest.Cpu, ref guest.Vcpu);
        Assert.Equal(mustFlush, guest.Vcpu.MustFlush);
    }

    private static bool IsFlushedAtNextEntry(StoppedGuest guest)
    {
        ulong before = guest.Machine.Cpu.Vmx.Flushes;
        _ = guest.EnterAgain();
        return guest.Kind == ProcessorKind.Intel ? guest.Machine.Cpu.Vmx.Flushes > before : guest.Vmcb.TlbControl != 0;
    }
}
