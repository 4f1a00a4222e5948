// The plan of three schedules as the kernel reads it, and the clock of the machine that it runs on.
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

namespace MicroHV.Kernel.Tests.Schedules;

/// <summary>Taken from a kernel that has run the plan.</summary>
internal sealed unsafe class ThreeSchedules : IDisposable
{
    private readonly KernelMachine _kernel = new(ProcessorKind.Intel);

    public ThreeSchedules()
    {
        byte[] blob = ScheduledSystem.Blob(1);
        _ = _kernel.Run(blob);
        KernelPlace place = new() { ImageStart = Cpu.Cpu.ImageStart, BlobStart = Cpu.Cpu.BlobStart };
        byte* start = _kernel.Machine.Ram(Cpu.Cpu.BlobStart);
        Assert.True(SystemConfig.TryOpen(start, (ulong)blob.Length, in place, out Config).IsAccepted);
        Clock = PerCpu.In(Cpu.Cpu.BootCpuArea).Clock;
    }

    /// <summary>The plan.</summary>
    public readonly SystemConfig Config;

    /// <summary>The clock.</summary>
    public readonly Clock Clock;

    /// <summary>TSC ticks of a major frame of schedule <paramref name="index"/>.</summary>
    public ulong FrameTicks(uint index) => Clock.TicksOf(ScheduledSystem.MajorFrameNanoseconds[index]);

    /// <summary>The pool of the kernel, which has no more use for it.</summary>
    public FramePool SparePool() => new(new HostPhysical(Config.Header.PoolBase), Config.Header.PoolSizeBytes);

    public void Dispose() => _kernel.Dispose();
}
