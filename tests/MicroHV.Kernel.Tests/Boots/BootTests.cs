// The kernel boots planned systems, or says why not.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Root;
using MicroHV.Kernel.Tests.EntryChecks;
using MicroHV.Machines;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Boots;

public sealed class BootTests
{
    public static TheoryData<ProcessorKind> Kinds => EveryProcessor.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_system_boots_and_stops_at_its_frame_limit(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        List<TranscriptEvent> events = kernel.Run(SmallSystem.Blob(5));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        Assert.Equal(kind.Vendor(), boot.Vendor);
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal(StopReason.FrameLimitReached, stop.Reason);
        Assert.Equal(5ul, stop.Frames);
        Assert.Equal(2, events.Count);
        Assert.Empty(kernel.Guests.Refused);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_machine_boots_twice_alike(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        byte[] blob = SmallSystem.Blob(3);
        kernel.Load(blob);
        kernel.Boot();
        byte[] first = [.. kernel.Pc.Uart.Sent];
        kernel.Boot();
        Assert.Equal(first, kernel.Pc.Uart.Sent);
    }

    [Fact]
    public void The_clocks_are_measured()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        BootRecord boot = BootOf(kernel.Run(SmallSystem.Blob(1)));
        Assert.InRange(boot.TscHertz, 999_000_000ul, 1_001_000_000ul);
        Assert.InRange(boot.ApicTimerHertz, 249_000_000ul, 251_000_000ul);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_pool_that_the_planner_counted_is_enough(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        BootRecord boot = BootOf(kernel.Run(SmallSystem.Blob(1)));
        Assert.Equal(SmallSystem.Plan.Kernel.PoolFrames, boot.PoolFramesTotal);
        Assert.InRange(boot.PoolFramesUsed, 1u, boot.PoolFramesTotal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_partition_is_told_the_same_time_and_its_own_hypercall(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind);
        BootRecord boot = BootOf(kernel.Run(SmallSystem.Blob(1)));
        for (int partition = 0; partition < 2; partition++)
        {
            InformationPage page = InformationOf(kernel, partition);
            Assert.Equal(InformationPage.ExpectedMagic, page.Magic);
            Assert.Equal((uint)partition, page.PartitionIndex);
            Assert.Equal(boot.TscHertz, page.TscHertz);
            Assert.Equal(boot.EpochTsc, page.EpochTsc);
            Assert.Equal(
                boot.TscHertz * SmallSystem.MajorFrameNanoseconds / 1_000_000_000, ScheduleOf(kernel, partition).MajorFrameTicks);
            bool isIntel = kind == ProcessorKind.Intel;
            Assert.Equal(
                isIntel ? HypercallInstruction.Vmcall : HypercallInstruction.Vmmcall, page.HypercallInstruction);
        }
    }

    [Fact]
    public unsafe void A_partition_s_memory_holds_its_image_and_zeros()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        new Span<byte>(kernel.Machine.Ram(0x1A_0000), 0x4_0000).Fill(0xCC);
        kernel.Run(SmallSystem.Blob(1));
        byte* memory = kernel.Machine.Ram(SmallSystem.HostOf(1, SmallSystem.MemoryBase));
        byte[] image = [.. Enumerable.Range(0, 64).Select(value => (byte)value)];
        Assert.Equal(image, new ReadOnlySpan<byte>(memory, 64).ToArray());
        Assert.False(new ReadOnlySpan<byte>(memory + 64, (int)SmallSystem.MemorySizeBytes - 64).ContainsAnyExcept((byte)0));
        Assert.False(new ReadOnlySpan<byte>(
            kernel.Machine.Ram(SmallSystem.HostOf(0, SmallSystem.Mailbox)), 0x1000).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Bus_masters_are_silenced_behind_bridges_too()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        kernel.Pc.Pci.Add((0, 1, 0), 0x107, 0x0604, header: 0x1_0000, buses: 0x0002_0100);
        kernel.Pc.Pci.Add((0, 2, 0), 0x003, 0x0200);
        kernel.Pc.Pci.Add((2, 3, 0), 0x006, 0x0106, header: 1u << 23);
        kernel.Pc.Pci.Add((2, 3, 5), 0xFFFF_0004, 0x0C03);
        BootRecord boot = BootOf(kernel.Run(SmallSystem.Blob(1)));
        Assert.Equal(4u, boot.PciFunctions);
        Assert.Equal(3u, boot.BusMastersDisabled);
        Assert.All(kernel.Pc.Pci.Functions.Values, registers => Assert.Equal(0u, registers[1] & 4));
        Assert.Equal(3u, kernel.Pc.Pci.Functions[(0, 2, 0)][1]);
    }

    [Fact]
    public void Multiboot2_boots_as_well()
    {
        const ulong Information = 0x1000;
        using KernelMachine kernel = new(ProcessorKind.Intel);
        kernel.Load(SmallSystem.Blob(1));
        kernel.Pc.Reset();
        kernel.Pc.WriteMultiboot2Information(Information, (0ul, 0x10_0000ul), (0x10_0000ul, 0x10_0000ul));
        Assert.Throws<KernelHaltedException>(() => Start.Run(SoftwarePc.Multiboot2Magic, Information, 0));
        Assert.Equal(StopReason.FrameLimitReached, KernelMachine.StopOf(kernel.Transcript()).Reason);
    }

    [Fact]
    public void An_unknown_loader_is_refused()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        kernel.Pc.Reset();
        Assert.Throws<KernelHaltedException>(() => Start.Run(0x2BAD_B002, 0x1000, 0));
        Assert.Equal(StopReason.BootProtocol, KernelMachine.StopOf(kernel.Transcript()).Reason);
    }

    public static TheoryData<string, StopReason> BadMachines => new()
    {
        { "no local APIC", StopReason.ProcessorFeatureMissing },
        { "no CRC32", StopReason.ProcessorFeatureMissing },
        { "no NX", StopReason.ProcessorFeatureMissing },
        { "no VMX", StopReason.VirtualizationMissing },
        { "VMX locked off", StopReason.VirtualizationMissing },
        { "no unrestricted guest", StopReason.VirtualizationMissing },
        { "a PIT that stands still", StopReason.ClockMissing },
        { "a timer that stands still", StopReason.ClockMissing },
        { "32 bits of physical address", StopReason.Undefined },
        { "20 bits of physical address", StopReason.PhysicalAddressWidth },
    };

    [Theory]
    [MemberData(nameof(BadMachines))]
    public void A_machine_that_will_not_do_is_refused_by_name(string what, StopReason expected)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        SoftwareMachine machine = kernel.Machine;
        VmxCapabilityFields vmx = Processors.SkylakeX;
        switch (what)
        {
            case "no local APIC":
                machine.Cpu.CpuidLeaves[(1, 0)] = machine.Cpu.CpuidLeaves[(1, 0)] with { Edx = 0 };
                break;
            case "no CRC32":
                machine.Cpu.CpuidLeaves[(1, 0)] = machine.Cpu.CpuidLeaves[(1, 0)] with { Ecx = 0 };
                break;
            case "no NX":
                machine.Cpu.CpuidLeaves[(0x8000_0001, 0)] = default;
                break;
            case "no VMX":
                vmx.HasVmx = false;
                SoftwareProcessor.MakeIntel(machine.Cpu, in vmx);
                break;
            case "VMX locked off":
                machine.Cpu.Msrs[Msr.IA32_FEATURE_CONTROL] = 1;
                break;
            case "no unrestricted guest":
                SoftwareProcessor.MakeIntel(machine.Cpu, Processors.Lynnfield);
                break;
            case "a PIT that stands still":
                kernel.Pc.Pit.TscHertz = 0;
                break;
            case "a timer that stands still":
                kernel.Machine.Cpu.Apic.TicksPerCount = 0;
                break;
            default:
                uint bits = uint.Parse(what.AsSpan(0, 2));
                machine.Cpu.CpuidLeaves[(0x8000_0008, 0)] = (bits | (48 << 8), 0, 0, 0);
                break;
        }

        StopReason reason = StopOfBoot(kernel);
        Assert.Equal(expected == StopReason.Undefined ? StopReason.FrameLimitReached : expected, reason);
    }

    [Fact]
    public void Another_vendor_than_the_plan_s_is_refused() =>
        Assert.Equal(StopReason.VendorMismatch, StopOfChanged(blob => blob.Header.RequiredVendor = Vendor.Amd));

    [Fact]
    public void Another_clock_than_the_plan_s_is_refused() =>
        Assert.Equal(StopReason.TscFrequencyMismatch, StopOfChanged(blob => blob.Header.ExpectedTscHertz = 2_000_000_000));

    [Fact]
    public void A_clock_within_the_tolerance_is_accepted() =>
        Assert.Equal(StopReason.FrameLimitReached, StopOfChanged(blob => blob.Header.ExpectedTscHertz = 1_003_000_000));

    [Fact]
    public void Another_local_APIC_id_than_the_plan_s_is_refused() =>
        Assert.Equal(StopReason.ApicIdMismatch, StopOfChanged(blob => blob.Cpus[0].ApicId = 7));

    [Fact]
    public void A_pool_that_is_too_small_is_refused() =>
        Assert.Equal(StopReason.PoolExhausted, StopOfChanged(blob => blob.Header.PoolSizeBytes = 0x8000));

    [Fact]
    public void A_machine_with_too_little_memory_is_refused()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel, 0x18_1000);
        StopRecord stop = KernelMachine.StopOf(kernel.Run(SmallSystem.Blob(1)));
        Assert.Equal(StopReason.MemoryMissing, stop.Reason);
        Assert.Contains(SmallSystem.Plan.Regions, region => region.HostPhysical == stop.Detail0);
    }

    [Fact]
    public void A_kernel_without_a_console_runs()
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        BlobEditor blob = new(SmallSystem.Blob(2));
        blob.Header.ConsolePort = 0;
        kernel.Load(blob.Sealed());
        kernel.Boot();
        Assert.Empty(kernel.Pc.Uart.Sent);
        Assert.NotEmpty(kernel.Guests.Runs);
    }

    private static StopReason StopOfChanged(Action<BlobEditor> change)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel);
        BlobEditor blob = new(SmallSystem.Blob(1));
        change(blob);
        return KernelMachine.StopOf(kernel.Run(blob.Sealed())).Reason;
    }

    private static StopReason StopOfBoot(KernelMachine kernel) =>
        KernelMachine.StopOf(kernel.Run(SmallSystem.Blob(1))).Reason;

    private static BootRecord BootOf(List<TranscriptEvent> events) => Assert.IsType<BootEvent>(events[0]).Record;

    private static unsafe InformationSchedule ScheduleOf(KernelMachine kernel, int partition) =>
        *(InformationSchedule*)kernel.Machine.Ram(SmallSystem.HostOf(partition, 0x1000 + InformationPage.SchedulesOffset));

    private static unsafe InformationPage InformationOf(KernelMachine kernel, int partition) =>
        *(InformationPage*)kernel.Machine.Ram(SmallSystem.HostOf(partition, 0x1000));
}
