// A local APIC that is looked at in every tick of its clock: what the kernel's, which is looked at seldom, must be equal to.
namespace MicroHV.Kernel.Tests.Devices;

/// <summary>Written from the manual, without the kernel's shortcuts: SDM 3A, "APIC Timer" and "Interrupt Acceptance for Fixed Interrupts".</summary>
internal sealed class NaiveApic
{
    private readonly SortedSet<int> _requested = [];
    private readonly SortedSet<int> _inService = [];
    private ulong _count;
    private ulong _initial;
    private ulong _deadline;
    private int _priority;

    /// <summary>The timer's vector, mask and mode.</summary>
    public (int Vector, bool IsMasked, TimerMode Mode) Entry { get; private set; } = (0, true, TimerMode.OneShot);

    /// <summary>The vector that is delivered next; 0 if none is.</summary>
    public int Ready =>
        _requested.Count != 0 && _requested.Max >> 4 > Math.Max(_priority, _inService.Count != 0 ? _inService.Max >> 4 : 0)
            ? _requested.Max
            : 0;

    /// <summary>Ticks that the count has left.</summary>
    public ulong Count => Entry.Mode == TimerMode.Deadline ? 0 : _count;

    /// <summary>The deadline; 0 if none is armed.</summary>
    public ulong Deadline => _deadline;

    /// <summary>One tick passes, and it is <paramref name="now"/>.</summary>
    public void Tick(ulong now)
    {
        bool expires = false;
        if (_count != 0)
        {
            _count--;
            expires = _count == 0;
            _count = expires && Entry.Mode == TimerMode.Periodic ? _initial : _count;
        }

        if (_deadline != 0 && now >= _deadline)
        {
            expires = true;
            _deadline = 0;
        }

        if (expires && !Entry.IsMasked)
        {
            Request(Entry.Vector);
        }
    }

    /// <summary>Requests a vector.</summary>
    public void Request(int vector) => _ = _requested.Add(vector);

    /// <summary>Takes the vector that is ready into service.</summary>
    public int Accept()
    {
        int vector = Ready;
        _ = _requested.Remove(vector);
        _ = _inService.Add(vector);
        return vector;
    }

    /// <summary>End of interrupt.</summary>
    public void End() => _ = _inService.Count != 0 && _inService.Remove(_inService.Max);

    /// <summary>Sets CR8.</summary>
    public void SetPriority(int priority) => _priority = priority;

    /// <summary>Writes the timer's LVT entry.</summary>
    public void SetEntry(int vector, bool isMasked, TimerMode mode)
    {
        (_count, _deadline) = mode == Entry.Mode ? (_count, _deadline) : (0, 0);
        Entry = (vector, isMasked, mode);
    }

    /// <summary>Writes the initial count.</summary>
    public void Start(ulong count)
    {
        if (Entry.Mode != TimerMode.Deadline)
        {
            (_initial, _count) = (count, count);
        }
    }

    /// <summary>Writes the deadline; one in the past expires at once.</summary>
    public void Arm(ulong deadline, ulong now)
    {
        if (Entry.Mode != TimerMode.Deadline)
        {
            return;
        }

        _deadline = deadline;
        if (deadline != 0 && deadline <= now)
        {
            _deadline = 0;
            if (!Entry.IsMasked)
            {
                Request(Entry.Vector);
            }
        }
    }
}

/// <summary>Modes of the timer, numbered as in its LVT entry.</summary>
internal enum TimerMode
{
    OneShot = 0,
    Periodic = 1,
    Deadline = 2,
}
