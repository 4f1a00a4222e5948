// Whose time it is, and until when.
namespace MicroHV.Kernel.Partitions;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// The cyclic schedule of one CPU. Frame n begins at epoch + n x major frame, whatever happened in the frames before: lateness
/// is never handed on.
/// </summary>
public struct Schedule
{
    private ulong _frameStartTsc;
    private uint _next;
    private uint _cpu;
    private uint _schedule;

    /// <summary>TSC ticks in one major frame.</summary>
    public ulong MajorFrameTicks { readonly get; private set; }

    /// <summary>Complete major frames that have passed.</summary>
    public ulong Frames { readonly get; private set; }

    /// <summary>Index of the virtual CPU whose window it is; <see cref="PerCpu.Nobody"/> between windows.</summary>
    public uint CurrentVcpu { readonly get; private set; }

    /// <summary>Begins frame 0 of CPU <paramref name="cpuIndex"/> at <paramref name="epochTsc"/>; until then it is nobody's time.</summary>
    public void Start(in SystemConfig config, uint cpuIndex, in Clock clock, ulong epochTsc)
    {
        _cpu = cpuIndex;
        _schedule = config.Header.InitialSchedule;
        MajorFrameTicks = clock.TicksOf(config.Schedules[(int)_schedule].MajorFrameNanoseconds);
        _frameStartTsc = epochTsc;
        _next = 0;
        Frames = 0;
        CurrentVcpu = PerCpu.Nobody;
    }

    /// <summary>Finds whose time <paramref name="now"/> is and returns the TSC at which that ends.</summary>
    public ulong Advance(in SystemConfig config, in Clock clock, ulong now)
    {
        CurrentVcpu = PerCpu.Nobody;
        if (now < _frameStartTsc)
        {
            return _frameStartTsc;
        }

        if (now - _frameStartTsc >= MajorFrameTicks)
        {
            ulong passed = (now - _frameStartTsc) / MajorFrameTicks;
            _frameStartTsc += passed * MajorFrameTicks;
            Frames += passed;
            _next = 0;
        }

        ReadOnlySpan<WindowRecord> windows = config.WindowsOf(in config.WindowGroup(_schedule, _cpu));
        while (_next < (uint)windows.Length)
        {
            ref readonly WindowRecord window = ref windows[(int)_next];
            ulong start = _frameStartTsc + clock.TicksOf(window.StartNanoseconds);
            if (now < start)
            {
                return start;
            }

            ulong end = _frameStartTsc + clock.TicksOf(window.StartNanoseconds + window.DurationNanoseconds);
            if (now < end)
            {
                CurrentVcpu = window.VcpuIndex;
                return end;
            }

            _next++;
        }

        return _frameStartTsc + MajorFrameTicks;
    }
}
