// What a crash record means, for people.
using System.Globalization;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Sentences for crash records.</summary>
public static class CrashWords
{
    private static readonly SourceWords _events = SourceWords.Of(nameof(HealthEvent));

    /// <summary>Why it crashed, as a whole sentence.</summary>
    /// <param name="record">The record.</param>
    public static string Sentence(in CrashRecord record) => record.Kind == CrashKind.PartitionError
        ? Words(record.LastEvent.Event)
        : StopWords.Sentence(record.Stop, Rule(record));

    /// <summary>The name of what happened.</summary>
    /// <param name="record">The record.</param>
    public static string Name(in CrashRecord record) => record.Kind == CrashKind.PartitionError
        ? record.LastEvent.Event.ToString()
        : record.Stop.Reason.ToString();

    /// <summary>The rule that a refused entry broke, if that is why.</summary>
    /// <param name="record">The record.</param>
    public static EntryRule? Rule(in CrashRecord record) =>
        record.SizeBytes > CrashRecord.ShortSizeBytes ? EntryRuleFinder.Find(record.Entry) : null;

    /// <summary>What to look at first.</summary>
    /// <param name="record">The record.</param>
    public static string Advice(in CrashRecord record)
    {
        if (record.Kind == CrashKind.PartitionError)
        {
            return "The partition's own dump, in the transcript of the life before, has all its registers.";
        }

        return record.Stop.Reason switch
        {
            StopReason.UnexplainedReset =>
                $"What CPU {record.Stop.CpuIndex} did after frame {record.Stop.Frames}: it was its turn to show that the kernel lives.",
            StopReason.HostException or StopReason.FailedCheck or StopReason.Unreachable =>
                "The lines of the kernel below; the innermost one is where it was.",
            StopReason.EntryFailed => "The rule, and what the partition wrote to the registers that it names.",
            StopReason.MachineCheck => "The hardware; the kernel only reports it.",
            StopReason.ChecksumMismatch =>
                "Who writes there: a device with bus mastering, or memory that fails. The kernel maps it read-only.",
            StopReason.NonMaskableInterrupt => "Who sends NMIs: a button, the chipset's error logic.",
            _ => "The last event before it, and the plan's table of actions.",
        };
    }

    /// <summary>When it happened, in the time of the life before.</summary>
    /// <param name="record">The record.</param>
    public static string When(in CrashRecord record) => record.EpochTsc == 0 || record.TscHertz == 0
        ? "before the first frame"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(record.Stop.Tsc - record.EpochTsc) / (double)record.TscHertz:0.000000} s after the first frame began");

    /// <summary>The last event in one phrase; null if there was none.</summary>
    /// <param name="record">The record.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    public static string? LastEvent(in CrashRecord record, IReadOnlyList<string> names)
    {
        HealthRecord last = record.LastEvent;
        if (last.Event == HealthEvent.None)
        {
            return null;
        }

        if (!HealthLog.IsIntact(last))
        {
            return "damaged: its checksum is wrong";
        }

        string subject = last.PartitionIndex < names.Count ? names[(int)last.PartitionIndex] : "the module";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{last.Event} of {subject}, answered by {(HealthAction)last.Action}, at {last.TimeNanoseconds / 1e9:0.000000} s");
    }

    private static string Words(HealthEvent healthEvent)
    {
        MemberWords words = _events.For((uint)healthEvent);
        return $"{words.Name}: {words.Sentence}";
    }
}
