// What a partition did wrong, for people.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Sentences for the dumps of partitions.</summary>
public static class ErrorWords
{
    private static readonly SourceWords _errors = SourceWords.Of(nameof(ErrorCode));
    private static readonly SourceWords _exits = SourceWords.Of("ExitKind");
    private static readonly SourceWords _vmxRules = SourceWords.Of("VmxEntryRule");
    private static readonly SourceWords _svmRules = SourceWords.Of("SvmEntryRule");

    /// <summary>A whole sentence: the error, and the numbers that belong to it.</summary>
    /// <param name="record">The dump.</param>
    public static string Sentence(in PartitionErrorRecord record)
    {
        string sentence = _errors.For((uint)record.Error).Sentence;
        return record.Error switch
        {
            ErrorCode.MemoryViolation =>
                $"{sentence} It tried to {Access(record)} guest-physical address 0x{record.Address:x}.",
            ErrorCode.PortViolation => $"{sentence} It was port 0x{record.Address:x}.",
            ErrorCode.EntryFailed when EntryRule(record) is { } rule => $"{sentence} {rule}",
            ErrorCode.ApplicationError => $"{sentence} It was {record.ExitCode}.",
            _ => sentence,
        };
    }

    /// <summary>The name of the kind of exit.</summary>
    /// <param name="record">The dump.</param>
    public static string ExitName(in PartitionErrorRecord record) => _exits.For(record.ExitKind).Name;

    /// <summary>The violated entry rule, name and sentence, or null if there is none.</summary>
    /// <param name="record">The dump.</param>
    public static string? EntryRule(in PartitionErrorRecord record)
    {
        if (record.EntryRule == 0)
        {
            return null;
        }

        MemberWords words = (record.Vendor == Vendor.Amd ? _svmRules : _vmxRules).For(record.EntryRule);
        return $"{words.Name}: {words.Summary}";
    }

    private static string Access(in PartitionErrorRecord record) => (RegionRights)record.Access switch
    {
        RegionRights.Read => "read",
        RegionRights.Write => "write",
        RegionRights.Execute => "execute",
        _ => "reach",
    };
}
