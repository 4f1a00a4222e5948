// What a partition did wrong, for people.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Sentences for the dumps of partitions.</summary>
public static class ErrorWords
{
    private static readonly SourceWords _errors = SourceWords.Of(nameof(HealthEvent));
    private static readonly SourceWords _exits = SourceWords.Of("ExitKind");

    /// <summary>A whole sentence: the error, and the numbers that belong to it.</summary>
    /// <param name="fault">The dump and what belongs to it.</param>
    public static string Sentence(PartitionFault fault)
    {
        PartitionErrorRecord record = fault.Record;
        string sentence = _errors.For((uint)record.Error).Sentence;
        return record.Error switch
        {
            HealthEvent.MemoryViolation =>
                $"{sentence} It tried to {Access(record)} guest-physical address 0x{record.Address:x}.",
            HealthEvent.PortViolation => $"{sentence} It was port 0x{record.Address:x}.",
            HealthEvent.EntryFailed when fault.Rule is { } rule => $"{sentence} {rule}",
            _ => sentence,
        };
    }

    /// <summary>The name of the kind of exit.</summary>
    /// <param name="record">The dump.</param>
    public static string ExitName(in PartitionErrorRecord record) => _exits.For(record.ExitKind).Name;

    private static string Access(in PartitionErrorRecord record) => (RegionRights)record.Access switch
    {
        RegionRights.Read => "read",
        RegionRights.Write => "write",
        RegionRights.Execute => "execute",
        _ => "reach",
    };
}
