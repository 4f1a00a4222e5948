// The words that descriptions have for events and actions of the health monitor.
using System.Text.RegularExpressions;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

namespace MicroHV.Partitions.Plans;

/// <summary>Words of <c>system.toml</c> for members of the kernel's enums.</summary>
public static partial class HealthWords
{
    /// <summary>The word for what is ignored and written down.</summary>
    public const string Log = "log";

    /// <summary>All events, ascending.</summary>
    public static IReadOnlyList<HealthEvent> Events { get; } =
        [.. Enum.GetValues<HealthEvent>().Where(healthEvent => healthEvent != HealthEvent.None)];

    /// <summary>The key of an event: <c>memory-violation</c>.</summary>
    public static string KeyOf(HealthEvent healthEvent) => Kebab(healthEvent.ToString());

    /// <summary>The word for an action: <c>warm-start</c>; with a record, <c>ignore</c> is <c>log</c>.</summary>
    public static string Of(HealthAction action, bool isLogged) =>
        action == HealthAction.Ignore && isLogged ? Log : Kebab(action.ToString());

    /// <summary>The word for a change action.</summary>
    public static string Of(ScheduleChangeAction action) => Kebab(action.ToString());

    /// <summary>The action that a word means.</summary>
    public static HealthAction ActionOf(string word) => word == Log
        ? HealthAction.Ignore
        : Enum.GetValues<HealthAction>().First(action => Kebab(action.ToString()) == word);

    /// <summary>The change action that a word means; nothing happens without one.</summary>
    public static ScheduleChangeAction ChangeOf(string? word) =>
        Enum.GetValues<ScheduleChangeAction>().FirstOrDefault(action => Of(action) == word);

    /// <summary>The words of the actions that an event can have.</summary>
    /// <param name="healthEvent">The event.</param>
    /// <param name="isModule">Whether the module's table answers it.</param>
    public static IReadOnlyList<string> Allowed(HealthEvent healthEvent, bool isModule)
    {
        uint allowed = isModule ? AllowedActions.OfModule(healthEvent) : AllowedActions.OfPartition(healthEvent);
        HealthAction[] actions = [.. Enum.GetValues<HealthAction>().Where(action => (allowed & (1u << (int)action)) != 0)];
        return [.. actions.SelectMany(action => action == HealthAction.Ignore ? [Kebab(action.ToString()), Log] : new[] { Kebab(action.ToString()) })];
    }

    private static string Kebab(string name) => Capitals().Replace(name, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Capitals();
}
