// The windows of all schedules in ticks of this machine: what the end of every window needs is worked out at boot.
namespace MicroHV.Kernel.Partitions;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Memory;

/// <summary>One window.</summary>
public struct WindowTicks
{
    /// <summary>Start after the start of the major frame, in TSC ticks.</summary>
    public ulong Start;

    /// <summary>End after the start of the major frame, in TSC ticks.</summary>
    public ulong End;

    /// <summary>Index of the virtual CPU that has the window.</summary>
    public ulong Vcpu;
}

/// <summary>The windows, by the indexes of the blob.</summary>
public unsafe struct WindowTable
{
    private WindowTicks* _windows;

    /// <summary>Where it is.</summary>
    public readonly ulong Address => (ulong)_windows;

    /// <summary>Window <paramref name="index"/>.</summary>
    public readonly ref readonly WindowTicks this[uint index] => ref _windows[index];

    /// <summary>Fills the table. False if the pool has too few frames.</summary>
    public bool TryBuild(in SystemConfig config, in Clock clock, ref FramePool pool)
    {
        ReadOnlySpan<WindowRecord> windows = config.Windows;
        ulong sizeBytes = FrameSize.RoundUp4K((ulong)windows.Length * (ulong)sizeof(WindowTicks));
        if (!pool.TryTake((uint)(sizeBytes / FrameSize.Size4K), out HostPhysical table))
        {
            return false;
        }

        _windows = (WindowTicks*)Cpu.Frame(table);
        for (int i = 0; i < windows.Length; i++)
        {
            ref readonly WindowRecord window = ref windows[i];
            _windows[i].Start = clock.TicksOf(window.StartNanoseconds);
            _windows[i].End = clock.TicksOf(window.StartNanoseconds + window.DurationNanoseconds);
            _windows[i].Vcpu = window.VcpuIndex;
        }

        return true;
    }
}
