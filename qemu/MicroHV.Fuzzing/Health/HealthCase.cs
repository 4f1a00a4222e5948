// A system by chance whose partitions do wrong, and what its plan says about that.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>What a step of a guest means to the health monitor.</summary>
internal abstract record Deed;

/// <summary>Something that the partition may not do, or an error that it reports.</summary>
internal sealed record Offence(HealthEvent Event) : Deed;

/// <summary>The guest gives itself a state that no processor enters.</summary>
internal sealed record EntryBreak : Deed;

/// <summary>A request for a mode of the partition with an id; 0 is the own one.</summary>
internal sealed record ModeRequest(ulong Id, ulong Mode) : Deed;

/// <summary>A question about the partition with an id.</summary>
internal sealed record StatusRequest(ulong Id) : Deed;

/// <summary>A word that the guest writes into its own memory.</summary>
internal sealed record MemoryWrite(int Offset, ulong Value) : Deed;

/// <summary>A kick of the partition's watchdog.</summary>
internal sealed record WatchdogKick : Deed;

/// <summary>The report of its end.</summary>
internal sealed record EndReport : Deed;

/// <summary>A bit of a partition's golden copy changes, as only failing memory could have it; once more, and it is what it was.</summary>
internal sealed record GoldenFlip(int Partition) : Deed;

/// <summary>A bit of what the kernel never writes changes.</summary>
internal sealed record ConstantFlip : Deed;

/// <summary>A non-maskable interrupt comes while the guest runs.</summary>
internal sealed record NmiArrival : Deed;

/// <summary>The kernel meets an exception, or a machine check comes.</summary>
internal sealed record KernelFault(HealthEvent Event) : Deed;

/// <summary>A system.</summary>
internal sealed record HealthCase
{
    /// <summary>The processors, CPUs, virtual CPUs and schedules.</summary>
    public required CasePlan Plan { get; init; }

    /// <summary>The answers of each partition to each event; those of the module come first.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<HealthEvent, CaseAnswer>> Tables { get; init; }

    /// <summary>How often each partition is started again by the health monitor, and within how many nanoseconds.</summary>
    public required IReadOnlyList<(uint Starts, ulong PeriodNanoseconds)> Budgets { get; init; }

    /// <summary>In how many windows each partition must kick its watchdog; 0 if it has none.</summary>
    public required IReadOnlyList<uint> Watchdogs { get; init; }

    /// <summary>Nanoseconds behind the end of its window that a partition may have the CPU; 0 if the plan tolerates any.</summary>
    public required uint OverrunNanoseconds { get; init; }

    /// <summary>What a change to a schedule does to a partition, by schedule and partition.</summary>
    public required IReadOnlyList<IReadOnlyList<ScheduleChangeAction>> Changes { get; init; }

    /// <summary>What steps mean, by the step itself.</summary>
    public Dictionary<GuestStep, Deed> Deeds { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Index of the first virtual CPU of a partition.</summary>
    public int FirstVcpuOf(int partition) => Plan.Vcpus.Index().First(vcpu => vcpu.Item.Partition == partition).Index;

    /// <summary>What is done about <paramref name="healthEvent"/> of partition <paramref name="partition"/>.</summary>
    public CaseAnswer AnswerTo(int partition, HealthEvent healthEvent)
    {
        CaseAnswer own = Tables[partition + 1][healthEvent];
        return own.Level == HealthLevel.Partition ? own : Tables[0][healthEvent];
    }

    /// <summary>The blob, for a run of <paramref name="frames"/> frames.</summary>
    public byte[] Blob(ulong frames)
    {
        BlobEditor blob = new(PlannedBlob.Of(Plan with { FrameLimit = frames }));
        blob.Header.CrashFrame = PlannedBlob.SparePage;
        blob.Header.OverrunNanoseconds = OverrunNanoseconds;
        for (int table = 0; table < Tables.Count; table++)
        {
            foreach ((HealthEvent healthEvent, CaseAnswer answer) in Tables[table])
            {
                blob.HealthActions[(table * (int)HealthActionRecord.EventCount) + (int)healthEvent] = new HealthActionRecord
                {
                    Level = answer.Level,
                    Action = answer.Action,
                    Flags = answer.IsLogged ? HealthFlags.Log : HealthFlags.None,
                    Schedule = (uint)answer.Schedule,
                };
            }
        }

        for (int i = 0; i < Budgets.Count; i++)
        {
            ref PartitionRecord partition = ref blob.Partitions[i];
            (partition.RestartBudget, partition.RestartPeriodNanoseconds) = Budgets[i];
            partition.WatchdogWindows = Watchdogs[i];
            for (int schedule = 0; schedule < Changes.Count; schedule++)
            {
                blob.ChangeActions[(schedule * Budgets.Count) + i].Action = Changes[schedule][i];
            }
        }

        return blob.Sealed();
    }
}
