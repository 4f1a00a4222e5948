// The CPUs beside the one that boots: started one after the other, held against it, and let go together.
namespace MicroHV.Kernel.Root;

using System;
using System.Runtime;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Stop;
using MicroHV.Kernel.Vcpu;

/// <summary>SDM 3A, "MP Initialization Protocol Algorithm". CPUs that the plan does not name are left asleep.</summary>
internal static unsafe class OtherCpus
{
    private const ulong InitNanoseconds = 10_000_000;
    private const ulong FirstStartupNanoseconds = 200_000;
    private const ulong SecondStartupNanoseconds = 100_000_000;

    /// <summary>Starts them. Each is ready to run and waits for <see cref="KernelState.EpochTsc"/> when this returns.</summary>
    internal static void Start(ref KernelState kernel, in PerCpu boot)
    {
        ReadOnlySpan<CpuRecord> cpus = kernel.Config.Cpus;
        if (cpus.Length == 1)
        {
            return;
        }

        for (int i = 1; i < cpus.Length; i++)
        {
            LocalApic.SendInit(cpus[i].ApicId);
        }

        boot.Clock.Wait(InitNanoseconds);
        for (int i = 1; i < cpus.Length; i++)
        {
            StartOne(ref kernel, in boot, (uint)i, cpus[i].ApicId);
        }
    }

    /// <summary>Called by boot/entry64.asm on each of them; never returns.</summary>
    [RuntimeExport("kernel_cpu_start")]
    internal static void Run(ulong area, KernelState* kernel)
    {
        HostTables.Load(area);
        if (kernel->Vendor == Vendor.Intel)
        {
            Join<Vmx>(ref PerCpu.In(area), ref *kernel);
        }

        Join<Svm>(ref PerCpu.In(area), ref *kernel);
    }

    private static void StartOne(ref KernelState kernel, in PerCpu boot, uint index, uint apicId)
    {
        ulong area = CpuArea.Of(index, kernel.Config.Header.PoolBase);
        ref PerCpu cpu = ref PerCpu.In(area);
        cpu = boot;
        cpu.CpuIndex = index;
        cpu.Area = area;
        cpu.Trace = MachineSetup.TraceOf(in kernel, index);
        ref CpuContext context = ref *(CpuContext*)Cpu.Frame(new HostPhysical(area + CpuArea.Page));
        context.CpuIndex = index;
        context.PartitionIndex = PerCpu.Nobody;
        kernel.Comparison = default;
        fixed (KernelState* state = &kernel)
        {
            ulong* arguments = (ulong*)Cpu.Frame(new HostPhysical(area + CpuArea.StackTop)) - 2;
            arguments[0] = area;
            arguments[1] = (ulong)state;
            *(ulong**)Cpu.Frame(new HostPhysical(Cpu.StartStack)) = arguments;
        }

        LocalApic.SendStartup(apicId, Trampoline.Place);
        if (!HasBegun(in kernel, in boot, FirstStartupNanoseconds))
        {
            LocalApic.SendStartup(apicId, Trampoline.Place);
            if (!HasBegun(in kernel, in boot, SecondStartupNanoseconds))
            {
                Stop.Because(StopReason.CpuMissing, index, apicId);
            }
        }

        ulong skew = kernel.Comparison.Ask();
        if (skew != 0)
        {
            Stop.Because(StopReason.TscSkew, index, skew);
        }
    }

    private static bool HasBegun(in KernelState kernel, in PerCpu boot, ulong nanoseconds)
    {
        ulong start = Cpu.ReadTsc();
        while (!kernel.Comparison.HasBegun && Cpu.ReadTsc() - start < boot.Clock.TicksOf(nanoseconds))
        {
            Cpu.Pause();
        }

        return kernel.Comparison.HasBegun;
    }

    private static void Join<TBackend>(ref PerCpu cpu, ref KernelState kernel)
        where TBackend : struct, IBackend
    {
        uint apicId = kernel.Config.Cpus[(int)cpu.CpuIndex].ApicId;
        bool isSame = ProcessorFeatures.TryRead(out ProcessorFeatures own, out _, out _) && own.Equals(in kernel.Processor);
        if (!isSame)
        {
            Stop.Because(StopReason.CpuDifferent, cpu.CpuIndex, apicId);
        }

        MachineSetup.PrepareCpu(ref cpu, in own, apicId);
        MachineSetup.RequireFrames(TBackend.TryEnable(ref cpu, ref kernel.Pool), in kernel.Pool);
        kernel.Comparison.Answer();
        while (Volatile.Read(ref kernel.EpochTsc) == 0)
        {
            Cpu.Pause();
        }

        if (cpu.Trace.IsOn)
        {
            VcpuLoop.Run<Traced<TBackend>>(ref cpu, ref kernel);
        }

        VcpuLoop.Run<TBackend>(ref cpu, ref kernel);
    }
}
