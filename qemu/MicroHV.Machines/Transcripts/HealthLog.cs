// The health log of a run, as its records came.
using System.Globalization;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// Keeps the records and holds their order against what the kernel promises: of each partition, and of the module, numbers from
/// 1 on without a gap, and no step back in time.
/// </summary>
public sealed class HealthLog
{
    private const int MaxNamed = 5;

    private readonly List<HealthRecord> _records = [];
    private readonly Dictionary<uint, HealthRecord> _last = [];
    private readonly List<string> _faults = [];

    /// <summary>The records, in the order in which they came.</summary>
    public IReadOnlyList<HealthRecord> Records => _records;

    /// <summary>How many are missing, by their numbers.</summary>
    public ulong LostCount { get; private set; }

    /// <summary>What cannot be if the log tells the truth, the first few in a sentence each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The records of one partition.</summary>
    /// <param name="partition">Its index.</param>
    public IEnumerable<HealthRecord> Of(int partition) => _records.Where(record => record.PartitionIndex == (uint)partition);

    /// <summary>Whether the checksum of a record is right.</summary>
    /// <param name="record">The record.</param>
    public static unsafe bool IsIntact(HealthRecord record)
    {
        uint stored = record.Crc32C;
        record.Crc32C = 0;
        return Kernel.Config.Crc32C.Of((byte*)&record, (ulong)sizeof(HealthRecord)) == stored;
    }

    /// <summary>The kernel booted: every log begins anew.</summary>
    internal void Begin() => _last.Clear();

    internal void Add(in HealthRecord record)
    {
        ulong before = _last.TryGetValue(record.PartitionIndex, out HealthRecord last) ? last.Sequence : 0;
        if (record.Sequence <= before)
        {
            Blame($"record {record.Sequence} of {Ring(record)} came after record {before}");
        }
        else
        {
            LostCount += record.Sequence - before - 1;
        }

        if (record.TimeNanoseconds < last.TimeNanoseconds)
        {
            Blame($"record {record.Sequence} of {Ring(record)} is older than the one before it");
        }

        _records.Add(record);
        _last[record.PartitionIndex] = record;
    }

    private void Blame(string fault)
    {
        if (_faults.Count < MaxNamed)
        {
            _faults.Add(fault);
        }
    }

    private static string Ring(in HealthRecord record) => record.PartitionIndex == HealthRecord.Module
        ? "the module"
        : string.Create(CultureInfo.InvariantCulture, $"partition {record.PartitionIndex}");
}
