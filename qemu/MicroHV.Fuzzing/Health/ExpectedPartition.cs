// A partition as the documentation of health has it.
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>A record that a log should have.</summary>
internal readonly record struct ExpectedRecord(HealthEvent Event, HealthAction Action, uint RestartCount);

/// <summary>How far the memory of a partition that starts has come.</summary>
internal enum LoadState
{
    /// <summary>It is as the life that lasts needs it.</summary>
    Done,

    /// <summary>It is filled in the next window of the partition's first virtual CPU.</summary>
    Waits,

    /// <summary>That, or it has been filled already: the plan does not say.</summary>
    Unclear,
}

/// <summary>Its mode, its lives and its log.</summary>
internal sealed class ExpectedPartition
{
    private readonly List<ulong> _starts = [];

    /// <summary>The mode.</summary>
    public PartitionMode Mode { get; private set; } = PartitionMode.ColdStart;

    /// <summary>Number of the life.</summary>
    public int Life { get; private set; }

    /// <summary>How often it was started again.</summary>
    public uint RestartCount { get; private set; }

    /// <summary>Why it was started the last time.</summary>
    public StartCondition Condition { get; private set; }

    /// <summary>The event that started it.</summary>
    public HealthEvent Cause { get; private set; }

    /// <summary>True from the start of a life to the first instruction of its first virtual CPU.</summary>
    public bool IsStarting { get; private set; }

    /// <summary>How far its memory has come.</summary>
    public LoadState Load { get; set; }

    /// <summary>True if the start that is under way gives it its golden copy.</summary>
    public bool IsCold { get; private set; }

    /// <summary>True if its memory is what a start has left behind that found its golden copy to be wrong.</summary>
    public bool LacksMemory { get; set; }

    /// <summary>When it last changed its life or its mode, and on which CPU.</summary>
    public (ulong Tsc, int Cpu) Changed { get; private set; }

    /// <summary>When an event of its was last answered, and on which CPU.</summary>
    public (ulong Tsc, int Cpu) Answered { get; set; }

    /// <summary>Windows that may pass before its watchdog is an event.</summary>
    public uint WindowsLeft { get; set; }

    /// <summary>The start of the schedule that it had its last window in.</summary>
    public ulong Era { get; set; }

    /// <summary>Its RAM.</summary>
    public byte[] Memory { get; set; } = [];

    /// <summary>Its RAM at its first entry.</summary>
    public byte[] FirstMemory { get; set; } = [];

    /// <summary>Everything that its log should have.</summary>
    public List<ExpectedRecord> Log { get; } = [];

    /// <summary>What <see cref="Hypercall.GetPartitionStatus"/> says of it.</summary>
    public ulong Status => (uint)Mode | ((ulong)Condition << 8) | ((ulong)Cause << 16) | ((ulong)RestartCount << 32);

    /// <summary>It is idle.</summary>
    public void End(ulong now, int cpu)
    {
        (Mode, Changed) = (PartitionMode.Idle, (now, cpu));
        (IsStarting, Load) = (false, LoadState.Done);
    }

    /// <summary>It is done with its start.</summary>
    public void BeNormal(ulong now, int cpu) => (Mode, Changed) = (PartitionMode.Normal, (now, cpu));

    /// <summary>It begins another life.</summary>
    public void Start(PartitionMode mode, StartCondition condition, HealthEvent cause, ulong now, int cpu)
    {
        IsCold = mode == PartitionMode.ColdStart || LacksMemory;
        (Mode, Changed) = (IsCold ? PartitionMode.ColdStart : mode, (now, cpu));
        (Condition, Cause, Life, RestartCount, IsStarting) = (condition, cause, Life + 1, RestartCount + 1, true);
    }

    /// <summary>Its first virtual CPU is entered for the life that began.</summary>
    public void Enter() => IsStarting = false;

    /// <summary>
    /// Takes a start from the budget at <paramref name="now"/>, or a little later by up to <paramref name="bound"/>. Null if that decides
    /// about it.
    /// </summary>
    public bool? TakeStart(uint budget, ulong period, ulong now, ulong bound)
    {
        if (budget == 0)
        {
            return false;
        }

        if (_starts.Count >= budget)
        {
            ulong passed = now - _starts[^(int)budget];
            if (passed < period + bound && passed + bound > period)
            {
                return null;
            }

            if (passed < period)
            {
                return false;
            }
        }

        _starts.Add(now);
        return true;
    }
}
