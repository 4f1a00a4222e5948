// Decides what health tables leave open.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Files;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Planning;

/// <summary>From sections to health tables in which every event has its entry.</summary>
internal static class HealthPlanner
{
    /// <summary>The table of the module.</summary>
    public static HealthPlan Plan(SystemFile file) => new(
        file.Health.Place,
        [
            .. HealthWords.Events
                .Where(healthEvent => AllowedActions.OfModule(healthEvent) != 0)
                .Select(healthEvent => Entry(file, file.Health.Place, healthEvent, true, file.Health.EntryOf(healthEvent)!)),
        ]);

    /// <summary>The table of a partition. What is done when its budget is spent stands with the budget.</summary>
    public static HealthPlan Plan(SystemFile file, PartitionSection section) => new(
        section.Health.Place,
        [
            .. HealthWords.Events
                .Where(healthEvent => AllowedActions.OfPartition(healthEvent) != 0)
                .Select(healthEvent => healthEvent == HealthEvent.RestartBudgetExhausted
                    ? Entry(file, section.Restarts.Place, healthEvent, false, section.Restarts.Then)
                    : Entry(file, section.Health.Place, healthEvent, false, section.Health.EntryOf(healthEvent)!)),
        ]);

    /// <summary>The restart budget of a partition.</summary>
    public static RestartsPlan Restarts(PartitionSection section)
    {
        RestartsSection restarts = section.Restarts;
        return new RestartsPlan(
            restarts.Place,
            restarts.Place != section.Place,
            restarts.Budget ?? new Written<ulong>(0, restarts.Place),
            restarts.Period ?? new Written<ulong>(0, restarts.Place));
    }

    private static HealthEntryPlan Entry(
        SystemFile file, Place table, HealthEvent healthEvent, bool isModule, HealthActionSection section)
    {
        HealthAction action = section.Action is { } word ? HealthWords.ActionOf(word.Value) : HealthDefaults.Of(healthEvent, isModule);
        bool isModules = isModule || section.Level?.Value == "module";
        return new HealthEntryPlan(
            section.Action?.Place ?? section.Level?.Place ?? table,
            healthEvent,
            isModules ? HealthLevel.Module : HealthLevel.Partition,
            action,
            section.IsLogged && section.Action?.Value != "ignore",
            section.Schedule is { } name ? Named(file, name) : null,
            section);
    }

    private static NamedSchedule Named(SystemFile file, Written<string> name)
    {
        int index = file.Schedules.ToList().FindIndex(schedule => schedule.Name?.Value == name.Value);
        return new NamedSchedule(name.Value, name.Place, index < 0 ? null : index);
    }
}
