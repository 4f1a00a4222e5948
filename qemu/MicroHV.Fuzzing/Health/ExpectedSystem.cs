// Everything that the plan and the past say about a system at one moment.
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>How the kernel must end before its last frame.</summary>
/// <param name="Tsc">When.</param>
/// <param name="Cpu">On which CPU.</param>
/// <param name="Reason">Why.</param>
/// <param name="Action">Stop or reset.</param>
/// <param name="Event">The event.</param>
/// <param name="Details">What the record says beside the reason; null if it says what the kernel found.</param>
internal sealed record ExpectedEnd(
    ulong Tsc, int Cpu, StopReason Reason, HealthAction Action, HealthEvent Event, (ulong First, ulong Second)? Details);

/// <summary>State that the rules of events and of modes change.</summary>
internal sealed class ExpectedSystem
{
    /// <summary>The number of a CPU that could be any: of what several do at the same moment.</summary>
    public const int AnyCpu = -1;

    // A start reads the clock this many times as often as the way between two guests does, at most.
    private const ulong BoundsOfLoad = 4;

    private readonly HashSet<ulong> _wrongCopies = [];
    private readonly HashSet<(HealthEvent, HealthAction)> _answers = [];
    private (ulong Tsc, int Cpu) _requested;

    /// <summary>A system at its first frame.</summary>
    public ExpectedSystem(HealthLife life)
    {
        Life = life;
        Timeline = new PlanTimeline(life.System.Plan, life.Boot.EpochTsc, life.Boot.TscHertz);
        Partitions = [.. life.System.Watchdogs.Select(windows => new ExpectedPartition { WindowsLeft = windows, Era = Timeline.Epoch })];
        Vcpus = [.. life.System.Plan.Vcpus.Select(_ => new ExpectedVcpu())];
        Segments = new PlanSegment[life.System.Plan.CpuCount];
        Nmis = new uint[life.System.Plan.CpuCount];
        LastDeeds = new ulong[life.System.Plan.CpuCount];
    }

    /// <summary>What was seen.</summary>
    public HealthLife Life { get; }

    /// <summary>The partitions.</summary>
    public ExpectedPartition[] Partitions { get; }

    /// <summary>The virtual CPUs.</summary>
    public ExpectedVcpu[] Vcpus { get; }

    /// <summary>The schedules.</summary>
    public PlanTimeline Timeline { get; }

    /// <summary>The window or gap that each CPU is in.</summary>
    public PlanSegment[] Segments { get; }

    /// <summary>NMIs of each CPU that nobody has answered yet.</summary>
    public uint[] Nmis { get; }

    /// <summary>When something that matters was last done on each CPU.</summary>
    public ulong[] LastDeeds { get; }

    /// <summary>Everything that the module's log should have.</summary>
    public List<ExpectedRecord> ModuleLog { get; } = [];

    /// <summary>When the module's log got its last record, and on which CPU.</summary>
    public (ulong Tsc, int Cpu) ModuleAnswered { get; set; }

    /// <summary>True if a bit of what is never written has changed.</summary>
    public bool IsConstantWrong { get; set; }

    /// <summary>True if two CPUs did something so close to each other that the plan does not say which came first.</summary>
    public bool IsUndecided { get; set; }

    /// <summary>How the kernel must end; null if at its last frame.</summary>
    public ExpectedEnd? End { get; set; }

    /// <summary>True if nothing more is expected.</summary>
    public bool IsOver => IsUndecided || End is not null;

    /// <summary>The last event with its answer; null before the first.</summary>
    public (HealthEvent Event, HealthAction Action)? LastAnswer { get; private set; }

    /// <summary>All events with their answers.</summary>
    public IReadOnlySet<(HealthEvent Event, HealthAction Action)> Answers => _answers;

    /// <summary>Ticks that the kernel may take to fill memory.</summary>
    public static ulong LoadBound(HealthLife life) => BoundsOfLoad * life.Bound;

    /// <summary>Index of the partition of a virtual CPU.</summary>
    public int PartitionOf(uint vcpu) => Life.PartitionOf(vcpu);

    /// <summary>True if the life that <paramref name="vcpu"/> was entered for lasts.</summary>
    public bool IsAlive(int vcpu)
    {
        ExpectedPartition partition = Partitions[PartitionOf((uint)vcpu)];
        return partition.Mode != PartitionMode.Idle && partition.Life == Vcpus[vcpu].Life;
    }

    /// <summary>True if another CPU than <paramref name="cpu"/> did something at <paramref name="then"/> that may come first.</summary>
    public bool IsRace((ulong Tsc, int Cpu) then, int cpu, ulong now) =>
        then.Tsc != 0 && then.Cpu != cpu && now <= then.Tsc + Life.Bound;

    /// <summary>An event gets its answer.</summary>
    public void Note(HealthEvent healthEvent, HealthAction action)
    {
        LastAnswer = (healthEvent, action);
        _ = _answers.Add((healthEvent, action));
    }

    /// <summary>Partition <paramref name="index"/> becomes idle.</summary>
    public void Idle(int index, ulong now, int cpu)
    {
        Partitions[index].End(now, cpu);
        EndVcpus(index, now);
    }

    /// <summary>Partition <paramref name="index"/> begins another life.</summary>
    public void Start(int index, PartitionMode mode, StartCondition condition, HealthEvent cause, ulong now, int cpu)
    {
        ExpectedPartition partition = Partitions[index];
        partition.Start(mode, condition, cause, now, cpu);
        partition.WindowsLeft = Life.System.Watchdogs[index];
        EndVcpus(index, now);

        // The time goes on at once where the window of its first virtual CPU is; another CPU may find that one asleep.
        int first = Life.System.FirstVcpuOf(index);
        int firstCpu = Life.System.Plan.Vcpus[first].Cpu;
        PlanSegment segment = Segments[firstCpu];
        bool isInWindow = segment.Owner == first && now < segment.End;
        partition.Load = LoadState.Waits;
        if (isInWindow && firstCpu == cpu && segment.End - now > LoadBound(Life))
        {
            EndLoad(index, now);
        }
        else if (isInWindow)
        {
            LeaveLoadUnclear(index);
        }
    }

    /// <summary>The memory of partition <paramref name="index"/> is filled now, or in the next window: the plan does not say.</summary>
    public void LeaveLoadUnclear(int index)
    {
        Partitions[index].Load = LoadState.Unclear;
        IsUndecided |= IsCopyWrong(index);
    }

    /// <summary>A bit of the golden copy at <paramref name="address"/> changes.</summary>
    public void FlipGolden(ulong address, ulong now)
    {
        // Whoever is being started may have read it by now, or not.
        IsUndecided |= Partitions.Any(partition => partition.IsCold
            && ((partition.IsStarting && partition.Load != LoadState.Waits) || now <= partition.Changed.Tsc + Life.Bound));
        if (!_wrongCopies.Remove(address))
        {
            _ = _wrongCopies.Add(address);
        }
    }

    /// <summary>
    /// The memory of partition <paramref name="index"/> is filled from <paramref name="now"/> on, which takes a while. A wrong golden copy
    /// is found then.
    /// </summary>
    public void EndLoad(int index, ulong now)
    {
        ExpectedPartition partition = Partitions[index];
        int cpu = Life.System.Plan.Vcpus[Life.System.FirstVcpuOf(index)].Cpu;
        bool isWrong = IsCopyWrong(index);
        partition.Load = LoadState.Done;
        if (partition.IsCold)
        {
            (partition.LacksMemory, partition.Memory) = (isWrong, partition.FirstMemory);
        }

        if (isWrong)
        {
            // Until then the kernel may end, and the event with it.
            LastDeeds[cpu] = now + LoadBound(Life);
            EventRules.Answer(this, index, HealthEvent.ChecksumMismatch, LastDeeds[cpu], cpu);
        }
    }

    /// <summary>Somebody asks for a schedule.</summary>
    public void Request(int schedule, ulong now, int cpu)
    {
        // A request is made a little later than now; a mismatch may be found a little earlier.
        ulong margin = LoadBound(Life);
        IsUndecided |= IsRace(_requested, cpu, now - margin)
            || Timeline.Foresee(schedule, now - margin) != Timeline.Foresee(schedule, now + Life.Bound);
        Timeline.Request(schedule, now);
        _requested = (now, cpu);
    }

    private bool IsCopyWrong(int index) => Partitions[index].IsCold && _wrongCopies.Contains(Life.GoldenCopies[index]);

    private void EndVcpus(int partition, ulong now)
    {
        for (int i = 0; i < Vcpus.Length; i++)
        {
            if (PartitionOf((uint)i) == partition)
            {
                Vcpus[i].End(now);
            }
        }
    }
}
