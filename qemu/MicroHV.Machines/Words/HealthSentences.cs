// What the health monitor did, for people.
using System.Globalization;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Sentences for records of the health log.</summary>
public static class HealthSentences
{
    /// <summary>A record in one line, without whom it is about: the event, when, and what was done.</summary>
    /// <param name="record">The record.</param>
    /// <param name="context">What the plan says.</param>
    /// <param name="places">Where the guest was, the innermost function first; empty if that is not known.</param>
    public static string Line(in HealthRecord record, HealthContext context, IReadOnlyList<SourcePlace> places)
    {
        string where = places.Count == 0 ? "" : $", at {places[0]}";
        return $"{Event(record)}, {Time(record)}{where}: {Deed(record, context)}";
    }

    /// <summary>What was done, with its numbers.</summary>
    /// <param name="record">The record.</param>
    /// <param name="context">What the plan says.</param>
    public static string Deed(in HealthRecord record, HealthContext context) => (HealthAction)record.Action switch
    {
        HealthAction.Ignore => "it goes on",
        HealthAction.Propagate => "it gets #GP(0)",
        HealthAction.Idle => "it is idle from now on",
        HealthAction.WarmStart => $"it starts again with its memory kept{Restart(record, context)}",
        HealthAction.ColdStart => $"it starts again from its golden copy{Restart(record, context)}",
        HealthAction.SwitchSchedule => context.ScheduleAfter(record) is string schedule
            ? $"it is idle from now on, and schedule {schedule} follows"
            : "it is idle from now on, and another schedule follows",
        HealthAction.Stop => "the kernel stops",
        HealthAction.Reset => "the machine is reset",
        _ => string.Create(CultureInfo.InvariantCulture, $"action {record.Action}"),
    };

    /// <summary>The guest's own words for an event that it raised, safe to print; empty if it gave none.</summary>
    /// <param name="record">The record.</param>
    public static unsafe string Message(HealthRecord record)
    {
        ReadOnlySpan<byte> field = new(record.Message, HealthRecord.MessageSizeBytes);
        int end = field.IndexOf((byte)0);
        return SafeText.Escape(end < 0 ? field : field[..end]);
    }

    private static string Event(in HealthRecord record)
    {
        bool isRaised = record.Event is HealthEvent.DeadlineMissed or HealthEvent.ApplicationError;
        string code = isRaised ? string.Create(CultureInfo.InvariantCulture, $" {record.Code}") : "";
        string message = Message(record) is { Length: > 0 } words ? $" \"{words}\"" : "";
        string address = record.Event switch
        {
            HealthEvent.MemoryViolation => $" at guest-physical 0x{record.Address:x}",
            HealthEvent.PortViolation => $" at port 0x{record.Address:x}",
            _ => "",
        };
        return $"{record.Event}{code}{message}{address}";
    }

    private static string Time(in HealthRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{record.TimeNanoseconds / 1e6m:0.000} ms");

    private static string Restart(in HealthRecord record, HealthContext context)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $", restart {record.RestartCount}");
        if (record.PartitionIndex >= context.Budgets.Count)
        {
            return number;
        }

        RestartBudget budget = context.Budgets[(int)record.PartitionIndex];
        string starts = budget.Starts == 1 ? "1 is" : $"{budget.Starts} are";
        return string.Create(CultureInfo.InvariantCulture, $"{number}; {starts} allowed in {budget.PeriodNanoseconds / 1e9m:0.######} s");
    }
}
