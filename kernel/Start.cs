// The boot story: from the first C# instruction to the first window.
namespace MicroHV.Kernel.Root;

using System;
using System.Runtime;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Partitions;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>Called by boot/entry64.asm; never returns.</summary>
public static unsafe class Start
{
    /// <summary>Major in bits 31:16, minor in 15:8, patch in 7:0.</summary>
    internal const uint Version = 0x0000_0100;

    // Frame 0 begins this long after the last partition is loaded: the boot record and the last fixups fit in.
    private const ulong EpochDelayNanoseconds = 1_000_000;

    /// <summary>Boots.</summary>
    /// <param name="magic">Which loader came: the PVH or the multiboot2 magic number.</param>
    /// <param name="information">Host-physical address of the loader's information.</param>
    /// <param name="entryTsc">TSC at the first 64-bit instruction.</param>
    [RuntimeExport("kernel_start")]
    public static void Run(uint magic, ulong information, ulong entryTsc)
    {
        BootRecord boot = default;
        boot.EntryTsc = entryTsc;
        LegacyInterrupts.Silence();
        HostTables.FillIdt();
        HostTables.Load(Cpu.BootCpuArea);
        CpuContext.Current.PartitionIndex = PerCpu.Nobody;
        Stop.Context.Console.Open(SerialPort.Com1, 1);

        KernelState kernel = default;
        if (!ProcessorFeatures.TryRead(out kernel.Processor, out uint leaf, out ulong bits))
        {
            Stop.Because(StopReason.ProcessorFeatureMissing, leaf, bits);
        }

        if (!MachineMemory.TryFind(magic, information, out MachineMemory memory))
        {
            Stop.Because(StopReason.BootProtocol, magic, information);
        }

        kernel.Config = OpenConfig(in memory, ref boot);
        MachineSetup.HoldAgainst(in memory, in kernel.Config, in kernel.Processor);
        LastWords.Find(in kernel.Config, ref boot);
        Missing noVmx = Vmx.Probe();
        if (noVmx == Missing.Nothing)
        {
            RunOn<Vmx>(ref kernel, ref boot);
        }

        Missing noSvm = Svm.Probe();
        if (noSvm == Missing.Nothing)
        {
            RunOn<Svm>(ref kernel, ref boot);
        }

        Stop.Because(StopReason.VirtualizationMissing, (ulong)noVmx, (ulong)noSvm);
    }

    /// <summary>A host exception: the kernel's end.</summary>
    [RuntimeExport("host_exception")]
    public static void OnHostException(HostExceptionFrame* frame) => Stop.Because(frame);

    /// <summary>An implicit check of C# failed: the kernel's end.</summary>
    [RuntimeExport("kernel_failed_check")]
    public static void OnFailedCheck(int number) => Stop.Because(StopReason.FailedCheck, (ulong)number, 0);

    private static SystemConfig OpenConfig(in MachineMemory memory, ref BootRecord boot)
    {
        KernelPlace place = new KernelPlace { ImageStart = Cpu.ImageStart, BlobStart = Cpu.BlobStart };
        void* blob = Cpu.Frame(new HostPhysical(Cpu.BlobStart));

        // Without RAM under the header there is nothing to read; its own size then says how much more there must be.
        ulong availableBytes = 0;
        if (memory.IsRam(Cpu.BlobStart, FrameSize.Size4K))
        {
            ulong claimedBytes = ((SystemHeader*)blob)->SizeBytes;
            availableBytes = memory.IsRam(Cpu.BlobStart, claimedBytes) ? claimedBytes : FrameSize.Size4K;
        }

        boot.ChecksumStartTsc = Cpu.ReadTsc();
        ConfigVerdict verdict = SystemConfig.TryOpen(blob, availableBytes, in place, out SystemConfig config);
        boot.ChecksumEndTsc = Cpu.ReadTsc();
        if (!verdict.IsAccepted)
        {
            Stop.Because(verdict.Reason, verdict.Detail0, verdict.Detail1);
        }

        Stop.Context.Console.Open(config.Header.ConsolePort, config.Header.ConsoleDivisor);
        return config;
    }

    // Twice in the image, once for each vendor: what is not the backend's stands in MachineSetup and PartitionSetup.
    private static void RunOn<TBackend>(ref KernelState kernel, ref BootRecord boot)
        where TBackend : struct, IBackend
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref FramePool pool = ref kernel.Pool;
        ref PerCpu cpu = ref PerCpu.In(Cpu.BootCpuArea);
        kernel.Vendor = TBackend.Vendor;
        MachineSetup.RequireVendor(in config, TBackend.Vendor);
        MachineSetup.Prepare(ref kernel, ref cpu, ref boot);
        MachineSetup.RequireFrames(TBackend.TryEnable(ref cpu, ref pool), in pool);
        OtherCpus.Start(ref kernel, in cpu);
        MachineSetup.RequireFrames(kernel.Table.TryBuild(in config, ref pool), in pool);
        MachineSetup.RequireFrames(kernel.Windows.TryBuild(in config, in cpu.Clock, ref pool), in pool);
        for (int i = 0; i < config.Partitions.Length; i++)
        {
            StartPartition<TBackend>(ref kernel, in cpu, in config.Partitions[i]);
        }

        boot.Features = (ulong)(kernel.Processor.Features | TBackend.Features(in cpu));
        StartTime(ref kernel, in cpu, TBackend.HypercallInstruction, ref boot);
        if (cpu.Trace.IsOn)
        {
            VcpuLoop.Run<Traced<TBackend>>(ref cpu, ref kernel);
        }

        VcpuLoop.Run<TBackend>(ref cpu, ref kernel);
    }

    private static void StartPartition<TBackend>(ref KernelState kernel, in PerCpu cpu, in PartitionRecord partition)
        where TBackend : struct, IBackend
    {
        ref readonly SystemConfig config = ref kernel.Config;
        ref FramePool pool = ref kernel.Pool;
        ref Partition state = ref kernel.Table.Partition(kernel.Table.Vcpu(partition.FirstVcpu).PartitionIndex);
        uint usedFrames = pool.UsedFrames;
        bool isMapped = TBackend.TryMapRegions(config.RegionsOf(in partition), ref pool, out HostPhysical nestedRoot);
        MachineSetup.RequireFrames(isMapped, in pool);
        NestedScrubber.Begin(ref state, nestedRoot, pool.UsedFrames - usedFrames);
        HostPhysical hostRoot = PartitionSetup.MapForHost(in cpu, in partition, in config, ref pool);
        PartitionSetup.LoadMemory(hostRoot, in partition, in config, ref state.Load);
        for (uint i = 0; i < partition.VcpuCount; i++)
        {
            ref Vcpu vcpu = ref kernel.Table.Vcpu(partition.FirstVcpu + i);
            vcpu.NestedRoot = nestedRoot.Value;
            vcpu.HostRoot = hostRoot.Value;
            PartitionSetup.Prepare(in cpu, ref vcpu, in config, ref pool);
            MachineSetup.RequireFrames(TBackend.TryCreate(ref vcpu, ref pool), in pool);
            PartitionSetup.Reset<TBackend>(ref PartitionSetup.CpuOf(in vcpu, in config), ref vcpu, in config);
        }
    }

    // From here on the plan owns time: frame 0 is set, every partition is told, and the CPUs are let go.
    private static void StartTime(
        ref KernelState kernel, in PerCpu cpu, HypercallInstruction hypercall, ref BootRecord boot)
    {
        boot.LoadedTsc = Cpu.ReadTsc();
        ulong earliest = boot.LoadedTsc + cpu.Clock.TicksOf(EpochDelayNanoseconds);
        boot.EpochTsc = (earliest / ScheduleChoice.StartAlignment) * ScheduleChoice.StartAlignment;
        kernel.Schedules.Begin(kernel.Config.Header.InitialSchedule, boot.EpochTsc);
        kernel.Numbers = new MachineNumbers
        {
            Clock = cpu.Clock,
            EpochTsc = boot.EpochTsc,
            HypercallInstruction = hypercall,
        };
        PartitionSetup.Fix(in cpu, ref kernel.Table, in kernel.Config, in kernel.Numbers);
        boot.KernelVersion = Version;
        boot.Vendor = kernel.Vendor;
        MachineSetup.Announce(in kernel.Pool, in kernel.Table, ref boot);
        FrameDuties.Begin(in kernel.Config.Header, in cpu.Clock, boot.EpochTsc);
        Volatile.Write(ref kernel.EpochTsc, boot.EpochTsc);
    }
}
