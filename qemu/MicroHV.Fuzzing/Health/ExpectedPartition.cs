// A partition as the documentation of health has it.
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>A record that the log should have.</summary>
internal readonly record struct ExpectedRecord(HealthEvent Event, HealthAction Action, uint RestartCount);

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

    /// <summary>True from the start of a life to its first instruction.</summary>
    public bool IsStarting { get; private set; }

    /// <summary>True if the start that is under way gives it its golden copy.</summary>
    public bool IsColdStarting => IsStarting && _isCold;

    /// <summary>When it last changed its life or its mode, and on which CPU.</summary>
    public (ulong Tsc, int Cpu) Changed { get; private set; }

    /// <summary>True if the exit before the next entry was answered by an exception.</summary>
    public bool ExpectsException { get; set; }

    /// <summary>Its RAM.</summary>
    public byte[] Memory { get; set; } = [];

    /// <summary>Its RAM at its first entry.</summary>
    public byte[] FirstMemory { get; set; } = [];

    /// <summary>Everything that its log should have.</summary>
    public List<ExpectedRecord> Log { get; } = [];

    /// <summary>What <see cref="Hypercall.GetPartitionStatus"/> says of it.</summary>
    public ulong Status => (uint)Mode | ((ulong)Condition << 8) | ((ulong)Cause << 16) | ((ulong)RestartCount << 32);

    private bool _isCold;

    /// <summary>It is idle.</summary>
    public void End(ulong now, int cpu) => Change(PartitionMode.Idle, now, cpu);

    /// <summary>It is done with its start.</summary>
    public void BeNormal() => Mode = PartitionMode.Normal;

    /// <summary>It begins another life.</summary>
    public void Start(PartitionMode mode, StartCondition condition, HealthEvent cause, ulong now, int cpu)
    {
        Change(mode, now, cpu);
        (Condition, Cause, Life, RestartCount, IsStarting) = (condition, cause, Life + 1, RestartCount + 1, true);
        _isCold = mode == PartitionMode.ColdStart;
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

    // A partition that ends while it starts has been asked to: that start is not to come.
    private void Change(PartitionMode mode, ulong now, int cpu) => (Mode, Changed, IsStarting, ExpectsException) = (mode, (now, cpu), false, false);
}
