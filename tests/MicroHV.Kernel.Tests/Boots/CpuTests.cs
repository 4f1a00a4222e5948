// The CPUs of a plan: which are refused, which are waited for, and what they are told when one stops the kernel.
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Stop;

namespace MicroHV.Kernel.Tests.Boots;

public sealed class CpuTests
{
    // Interrupt commands, destination in bits 63:32. SDM 3A, "Advanced Programmable Interrupt Controller (APIC)".
    private const ulong InitOfId6 = 0x6_0000_4500;
    private const ulong StartupOfId6 = 0x6_0000_4608;
    private const ulong NmiToOthers = 0xC_4400;

    [Fact]
    public void A_CPU_that_does_not_answer_is_named()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        kernel.Machine.TscStep = 50_000;
        StopRecord stop = KernelMachine.StopOf(kernel.Run(SmallSystem.BlobOfTwoCpus(1)));
        Assert.Equal((StopReason.CpuMissing, 1ul, 6ul), (stop.Reason, stop.Detail0, stop.Detail1));
    }

    [Fact]
    public void A_CPU_is_sent_an_INIT_and_at_most_two_startups()
    {
        using KernelMachine kernel = new(ProcessorKind.Amd);
        kernel.Machine.TscStep = 50_000;
        _ = kernel.Run(SmallSystem.BlobOfTwoCpus(1));
        Assert.Equal([InitOfId6, StartupOfId6, StartupOfId6, NmiToOthers], kernel.Machine.Cpu.Apic.Commands);
    }

    [Fact]
    public void A_CPU_begins_with_the_code_that_boot_has_for_it()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        kernel.Machine.TscStep = 50_000;
        Span<byte> code = Code(kernel, kernel.Machine.Symbols.TrampolineStart);
        code.Fill(0x90);
        _ = kernel.Run(SmallSystem.BlobOfTwoCpus(1));
        Assert.Equal(code, Code(kernel, 0x8000));
    }

    [Fact]
    public void A_stop_halts_every_other_CPU()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        Assert.Equal(StopReason.FrameLimitReached, KernelMachine.StopOf(kernel.Run(SmallSystem.Blob(1))).Reason);
        Assert.Equal([NmiToOthers], kernel.Machine.Cpu.Apic.Commands);
    }

    // kernel/Host/interrupts.asm reserves the place of the stop context, and its NMI handler reads the first word of it.
    [Fact]
    public void The_stop_context_begins_with_the_CPU_that_stops_and_fits_its_place()
    {
        const int ReservedBytes = 768;
        StopContext context = default;
        Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.As<StopContext, byte>(ref context), ref Unsafe.As<int, byte>(ref context.Stopper)));
        Assert.InRange(Unsafe.SizeOf<StopContext>(), sizeof(int), ReservedBytes);
    }

    [Fact]
    public void CPUs_of_a_plan_are_checked()
    {
        Refused(StopReason.BlobCpu, 1, 0x00, blob => blob.Cpus[1].ApicId = blob.Cpus[0].ApicId);
        Refused(StopReason.BlobCpu, 1, 0x00, blob => blob.Cpus[1].ApicId = uint.MaxValue);
        Refused(StopReason.BlobWindowGroup, 0, 0x00, blob => blob.WindowGroups[0].FirstWindow = 1);
        Refused(StopReason.BlobWindowGroup, 1, 0x00, blob => blob.WindowGroups[1].WindowCount = 2);
        Refused(StopReason.BlobWindowGroup, 2, 0x00, blob => blob.WindowGroups[1].WindowCount = 0);
        Refused(StopReason.BlobWindowGroup, 0, 0x08, blob => blob.WindowGroups[0].BackgroundVcpu = 1);
        Refused(StopReason.BlobWindowGroup, 1, 0x08, blob => blob.WindowGroups[1].BackgroundVcpu = 2);
        Refused(StopReason.BlobWindow, 2, 0x14, blob => blob.Windows[2].CpuIndex = 0);
        Refused(StopReason.BlobWindow, 2, 0x14, blob => blob.Vcpus[1].CpuIndex = 0);
        Refused(StopReason.BlobWindow, 1, 0x00, blob => blob.Windows[1].StartNanoseconds = 0);
        Refused(StopReason.BlobVcpu, 1, 0x04, blob =>
        {
            blob.Vcpus[1].CpuIndex = 2;
            blob.Windows[2].VcpuIndex = 0;
            blob.Vcpus[0].CpuIndex = 1;
            blob.WindowGroups[0].WindowCount = 0;
            blob.WindowGroups[1].FirstWindow = 0;
            blob.WindowGroups[1].WindowCount = 3;
            foreach (ref WindowRecord window in blob.Windows)
            {
                window.CpuIndex = 1;
            }

            blob.Windows[2].StartNanoseconds = 900_000;
            blob.Windows[2].DurationNanoseconds = 50_000;
        });
    }

    private static void Refused(StopReason reason, ulong index, ulong field, Action<BlobEditor> change)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        BlobEditor blob = new(SmallSystem.BlobOfTwoCpus(1));
        change(blob);
        StopRecord stop = KernelMachine.StopOf(kernel.Run(blob.Sealed()));
        Assert.Equal((reason, index, field), (stop.Reason, stop.Detail0, stop.Detail1));
    }

    private static unsafe Span<byte> Code(KernelMachine kernel, ulong address) =>
        new(kernel.Machine.Ram(address), (int)(kernel.Machine.Symbols.TrampolineEnd - kernel.Machine.Symbols.TrampolineStart));
}
