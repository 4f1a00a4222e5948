// Holds the log against what should stand there.
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>Every record is the one that its number says, no number is missing, and none is older than the one before.</summary>
internal static class LogJudge
{
    /// <summary>Judges the logs of all partitions and of the module.</summary>
    /// <exception cref="FindingException">A record is wrong, missing, or too much.</exception>
    public static void Judge(ExpectedSystem system)
    {
        for (int i = 0; i < system.Partitions.Length; i++)
        {
            Judge(system.Life, (uint)i, system.Partitions[i].Log, record => record.RestartCount);
        }

        Judge(
            system.Life, HealthRecord.Module, system.ModuleLog, record => record.Event == HealthEvent.NonMaskableInterrupt ? record.Code : 0);
    }

    // Of the module's records the number is that of the NMIs.
    private static void Judge(HealthLife life, uint owner, List<ExpectedRecord> expected, Func<HealthRecord, uint> number)
    {
        HealthRecord[] told = [.. life.Log.Where(record => record.PartitionIndex == owner)];
        for (int i = 0; i < told.Length; i++)
        {
            ExpectedRecord record = new(told[i].Event, (HealthAction)told[i].Action, number(told[i]));
            bool isRight = told[i].Sequence == (ulong)i + 1 && i < expected.Count && record == expected[i];
            Demand(isRight, owner, $"record {told[i].Sequence} is {record}, in place {i + 1} of {expected.Count}");
            bool isInOrder = i == 0 || told[i].TimeNanoseconds >= told[i - 1].TimeNanoseconds;
            Demand(isInOrder, owner, $"record {told[i].Sequence} is older than the one before");
        }

        Demand(told.Length == expected.Count, owner, $"{told.Length} of {expected.Count} records came");
    }

    private static void Demand(bool holds, uint owner, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException($"the log of {(owner == HealthRecord.Module ? "the module" : $"partition {owner}")}: {otherwise}");
        }
    }
}
