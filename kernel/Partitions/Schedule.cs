// Whose time it is on one CPU, and until when.
namespace MicroHV.Kernel.Partitions;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Host;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// The cyclic schedule of one CPU. Frame n of a schedule begins at its start + n x major frame, whatever happened in the frames
/// before: lateness is never handed on. Another schedule begins where <see cref="ScheduleChoice"/> says, at the end of a frame.
/// One word tells whether any of the others has changed by itself.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Schedule
{
    private ulong _check;
    private ulong _start;
    private uint _nextWindow;
    private uint _windowsEnd;
    private uint _background;
    private uint _cpu;

    /// <summary>Where it is.</summary>
    public readonly ulong Address
    {
        get
        {
            fixed (ulong* words = &_check)
            {
                return (ulong)words;
            }
        }
    }

    /// <summary>Index of the schedule.</summary>
    public uint Index { readonly get; private set; }

    /// <summary>The schedule and its start, a slot of <see cref="ScheduleChoice"/>.</summary>
    public readonly ulong Chosen => _start;

    /// <summary>TSC at which the current frame began by the plan; before the first one, at which that will begin.</summary>
    public ulong FrameStartTsc { readonly get; private set; }

    /// <summary>TSC ticks in one major frame.</summary>
    public ulong MajorFrameTicks { readonly get; private set; }

    /// <summary>Complete major frames that have passed.</summary>
    public ulong Frames { readonly get; private set; }

    /// <summary>Index of the virtual CPU whose window it is; <see cref="PerCpu.Nobody"/> between windows.</summary>
    public uint CurrentVcpu { readonly get; private set; }

    /// <summary>Index of the virtual CPU that runs when the other does not; <see cref="PerCpu.Nobody"/> if none does.</summary>
    public uint BackgroundVcpu { readonly get; private set; }

    /// <summary>
    /// Waits on CPU <paramref name="cpuIndex"/> for the first frame of all; until then it is nobody's time. The gap before it ends at
    /// TSC 0, for nobody has begun it.
    /// </summary>
    /// <param name="config">The plan.</param>
    /// <param name="cpuIndex">Index of the CPU in it.</param>
    /// <param name="clock">What a tick is.</param>
    /// <param name="choice">Which schedule is first.</param>
    /// <param name="places">The addresses of what else a CPU goes by, in one word.</param>
    public void Start(in SystemConfig config, uint cpuIndex, in Clock clock, in ScheduleChoice choice, ulong places)
    {
        _cpu = cpuIndex;
        Frames = 0;
        CurrentVcpu = PerCpu.Nobody;
        BackgroundVcpu = PerCpu.Nobody;
        BeginSchedule(choice.First, in config, in clock);
        _check = Sum(places, 0);
    }

    /// <summary>
    /// False if a word of it, of what <see cref="Advance"/> returned last, or <paramref name="places"/> has changed since that was called.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsIntact(ulong places, ulong endTsc) => _check == Sum(places, endTsc);

    /// <summary>
    /// Finds whose time <paramref name="now"/> is and returns the TSC at which that ends. Not called again before that: what was
    /// begun is not looked at twice.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Advance(
        in SystemConfig config, in WindowTable windows, in Clock clock, in ScheduleChoice choice, ulong places, ulong now)
    {
        ulong endTsc = Find(in config, in windows, in clock, in choice, now);
        _check = Sum(places, endTsc);
        return endTsc;
    }

    /// <summary>TSC at which the window of <see cref="CurrentVcpu"/>, which is not nobody, began by the plan.</summary>
    public readonly ulong WindowStart(in WindowTable windows) => FrameStartTsc + windows[_nextWindow - 1].Start;

    // The words behind the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Sum(ulong places, ulong endTsc)
    {
        fixed (ulong* words = &_check)
        {
            return words[1] ^ words[2] ^ words[3] ^ words[4] ^ words[5] ^ words[6] ^ words[7] ^ words[8] ^ places ^ endTsc;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Find(in SystemConfig config, in WindowTable windows, in Clock clock, in ScheduleChoice choice, ulong now)
    {
        CurrentVcpu = PerCpu.Nobody;
        if (now < FrameStartTsc)
        {
            return FrameStartTsc;
        }

        if (now - FrameStartTsc >= MajorFrameTicks)
        {
            BeginFrame(in config, in clock, in choice, now);
        }

        BackgroundVcpu = _background;
        while (_nextWindow != _windowsEnd)
        {
            ref readonly WindowTicks window = ref windows[_nextWindow];
            ulong start = FrameStartTsc + window.Start;
            if (now < start)
            {
                return start;
            }

            _nextWindow++;
            ulong end = FrameStartTsc + window.End;
            if (now < end)
            {
                CurrentVcpu = (uint)window.Vcpu;
                return end;
            }
        }

        return FrameStartTsc + MajorFrameTicks;
    }

    private void BeginFrame(in SystemConfig config, in Clock clock, in ScheduleChoice choice, ulong now)
    {
        ulong current = choice.CurrentAt(now);
        if (current > _start)
        {
            // The start of a schedule is cut to its alignment, so that the frame before may lack a few ticks.
            ulong lastedTicks = ScheduleChoice.StartOf(current) - FrameStartTsc + ScheduleChoice.StartAlignment;
            Frames += lastedTicks / MajorFrameTicks;
            BeginSchedule(current, in config, in clock);
        }

        ulong passed = (now - FrameStartTsc) / MajorFrameTicks;
        FrameStartTsc += passed * MajorFrameTicks;
        Frames += passed;
        _nextWindow = config.WindowGroup(Index, _cpu).FirstWindow;
    }

    private void BeginSchedule(ulong chosen, in SystemConfig config, in Clock clock)
    {
        _start = chosen;
        FrameStartTsc = ScheduleChoice.StartOf(chosen);
        Index = ScheduleChoice.IndexOf(chosen);
        MajorFrameTicks = clock.TicksOf(config.Schedules[(int)Index].MajorFrameNanoseconds);
        ref readonly WindowGroupRecord group = ref config.WindowGroup(Index, _cpu);
        _nextWindow = group.FirstWindow;
        _windowsEnd = group.FirstWindow + group.WindowCount;
        _background = group.BackgroundVcpu;
    }
}
