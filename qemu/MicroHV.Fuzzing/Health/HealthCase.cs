// A system by chance whose partitions do wrong, and what its plan says about that.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>What a step of a guest means to the health monitor.</summary>
internal abstract record Deed;

/// <summary>Something that the partition may not do, or an error that it reports.</summary>
internal sealed record Offence(HealthEvent Event) : Deed;

/// <summary>A request for a mode of the partition with an id; 0 is the own one.</summary>
internal sealed record ModeRequest(ulong Id, ulong Mode) : Deed;

/// <summary>A question about the partition with an id.</summary>
internal sealed record StatusRequest(ulong Id) : Deed;

/// <summary>A word that the guest writes into its own memory.</summary>
internal sealed record MemoryWrite(int Offset, ulong Value) : Deed;

/// <summary>The report of its end.</summary>
internal sealed record EndReport : Deed;

/// <summary>Answers of a table: the action for each event, and whether a record is written.</summary>
internal sealed record CaseAnswer(HealthLevel Level, HealthAction Action, bool IsLogged);

/// <summary>A system.</summary>
internal sealed record HealthCase
{
    /// <summary>The processors, CPUs, virtual CPUs and the one schedule.</summary>
    public required CasePlan Plan { get; init; }

    /// <summary>The answers of each partition to each event; those of the module come first.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<HealthEvent, CaseAnswer>> Tables { get; init; }

    /// <summary>How often each partition is started again by the health monitor, and within how many nanoseconds.</summary>
    public required IReadOnlyList<(uint Starts, ulong PeriodNanoseconds)> Budgets { get; init; }

    /// <summary>What steps mean, by the step itself.</summary>
    public Dictionary<GuestStep, Deed> Deeds { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is done about <paramref name="healthEvent"/> of partition <paramref name="partition"/>.</summary>
    public CaseAnswer AnswerTo(int partition, HealthEvent healthEvent)
    {
        CaseAnswer own = Tables[partition + 1][healthEvent];
        return own.Level == HealthLevel.Partition ? own : Tables[0][healthEvent];
    }

    /// <summary>The blob.</summary>
    public byte[] Blob()
    {
        BlobEditor blob = new(PlannedBlob.Of(Plan));
        for (int table = 0; table < Tables.Count; table++)
        {
            foreach ((HealthEvent healthEvent, CaseAnswer answer) in Tables[table])
            {
                blob.HealthActions[(table * (int)HealthActionRecord.EventCount) + (int)healthEvent] = new HealthActionRecord
                {
                    Level = answer.Level,
                    Action = answer.Action,
                    Flags = answer.IsLogged ? HealthFlags.Log : HealthFlags.None,
                };
            }
        }

        for (int i = 0; i < Budgets.Count; i++)
        {
            (blob.Partitions[i].RestartBudget, blob.Partitions[i].RestartPeriodNanoseconds) = Budgets[i];
        }

        return blob.Sealed();
    }
}
