// Which schedule is the current one, and which one follows at which boundary: one answer for all CPUs.
namespace MicroHV.Kernel.Partitions;

using System;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Host;

/// <summary>
/// The current schedule, one that is certain to follow, and one that may. Each is one word, the TSC at which it begins with its
/// index in the lowest bits, so that no CPU ever waits for another to read it. What begins within
/// <see cref="GuardNanoseconds"/> does not change any more: every CPU finds it before the boundary.
/// </summary>
public unsafe struct ScheduleChoice
{
    /// <summary>How long before a boundary its schedule is settled.</summary>
    public const ulong GuardNanoseconds = 20_000;

    /// <summary>A schedule begins at a multiple of this many ticks: the bits below hold its index.</summary>
    public const ulong StartAlignment = ScheduleRecord.MaxSchedules;

    private const ulong IndexMask = StartAlignment - 1;
    private const int SlotCount = 3;

    private fixed ulong _slots[SlotCount];
    private int _isTaken;

    /// <summary>The schedule that the system began with, with its start.</summary>
    public ulong First { readonly get; private set; }

    /// <summary>The time at which the schedule of <paramref name="slot"/> begins.</summary>
    public static ulong StartOf(ulong slot) => slot & ~IndexMask;

    /// <summary>The index of the schedule of <paramref name="slot"/>.</summary>
    public static uint IndexOf(ulong slot) => (uint)(slot & IndexMask);

    /// <summary>Begins with <paramref name="schedule"/> at <paramref name="epochTsc"/>, a multiple of <see cref="StartAlignment"/>.</summary>
    public void Begin(uint schedule, ulong epochTsc)
    {
        First = epochTsc | schedule;
        _slots[0] = First;
    }

    /// <summary>The schedule that is the current one at <paramref name="now"/>, with its start; 0 before the first.</summary>
    public readonly ulong CurrentAt(ulong now)
    {
        ulong current = 0;
        for (int i = 0; i < SlotCount; i++)
        {
            ulong slot = Volatile.Read(in _slots[i]);
            current = slot > current && StartOf(slot) <= now ? slot : current;
        }

        return current;
    }

    /// <summary>The schedule that follows the current one at <paramref name="now"/>, with its start; 0 if none is to follow.</summary>
    public readonly ulong NextAt(ulong now)
    {
        ulong next = 0;
        for (int i = 0; i < SlotCount; i++)
        {
            ulong slot = Volatile.Read(in _slots[i]);
            next = StartOf(slot) > now && (next == 0 || slot < next) ? slot : next;
        }

        return next;
    }

    /// <summary>TSC at which the current schedule replaced another one; 0 if none did.</summary>
    public readonly ulong LastSwitchAt(ulong now)
    {
        ulong current = CurrentAt(now);
        return current == First ? 0 : StartOf(current);
    }

    /// <summary>
    /// Has <paramref name="schedule"/> begin at the next boundary that is not settled yet. The last request before that wins;
    /// one for the schedule that is current then anyway takes back what was asked before.
    /// </summary>
    public ReturnCode Request(uint schedule, ulong now, in SystemConfig config, in Clock clock)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return ReturnCode.NotAvailable;
        }

        ulong settledUntil = now + clock.TicksOf(GuardNanoseconds);
        int newest = 0;
        int oldest = 0;
        for (int i = 1; i < SlotCount; i++)
        {
            newest = _slots[i] > _slots[newest] ? i : newest;
            oldest = _slots[i] < _slots[oldest] ? i : oldest;
        }

        ReturnCode code = ReturnCode.NoError;
        ulong last = _slots[newest];
        if (StartOf(last) > settledUntil)
        {
            ulong before = _slots[SlotCount - newest - oldest];
            Volatile.Write(ref _slots[newest], IndexOf(before) == schedule ? 0 : StartOf(last) | schedule);
        }
        else if (IndexOf(last) == schedule)
        {
            code = ReturnCode.NoAction;
        }
        else
        {
            ulong frameTicks = clock.TicksOf(config.Schedules[(int)IndexOf(last)].MajorFrameNanoseconds);
            ulong frames = ((settledUntil - StartOf(last)) / frameTicks) + 1;
            Volatile.Write(ref _slots[oldest], StartOf(StartOf(last) + (frames * frameTicks)) | schedule);
        }

        Volatile.Write(ref _isTaken, 0);
        return code;
    }
}
