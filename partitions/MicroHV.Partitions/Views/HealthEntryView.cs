// One entry of a health table of a view.
namespace MicroHV.Partitions.Views;

/// <summary>What a health table says of an event.</summary>
/// <param name="Event">The event, by the key that a description has for it.</param>
/// <param name="Level">Whose table answers: <c>"partition"</c> or <c>"module"</c>.</param>
/// <param name="Action">What is done, in a description's word; null if another table answers.</param>
/// <param name="Schedule">Name of the schedule that follows; null if none does.</param>
/// <param name="IsLogged">Whether a record is written; false if another table answers.</param>
/// <param name="IsDefault">Whether this is what an event has of which a description says nothing.</param>
public sealed record HealthEntryView(
    string Event, string Level, string? Action, string? Schedule, bool IsLogged, bool IsDefault)
{
    /// <summary>The entry in a few words, as a description has them.</summary>
    public string Words()
    {
        string words = Action is null ? "left to the module" : Schedule is null ? Action : $"{Action} {Schedule}";
        return Action is null || IsLogged || Action == "ignore" ? words : $"{words}, not logged";
    }
}
