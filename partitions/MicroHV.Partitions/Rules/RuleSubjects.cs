// Rules that ask about things that a system may not have.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Rules;

/// <summary>
/// Which rules have nothing to look at in which plans: that no device breaks a rule says little where there is no device. A
/// rule that is not named here looks at every plan.
/// </summary>
internal static class RuleSubjects
{
    /// <summary>Whether a plan has what a rule asks about, by the rule's id.</summary>
    public static IReadOnlyDictionary<string, Func<SystemPlan, bool>> All { get; } = new Dictionary<string, Func<SystemPlan, bool>>
    {
        ["MHV0110"] = HasSharedMemory,
        ["MHV0223"] = HasDevices,
        ["MHV0225"] = HasDevices,
        ["MHV0226"] = HasSharedMemory,
        ["MHV0227"] = HasSharedMemory,
        ["MHV0228"] = HasSharedMemory,
        ["MHV0229"] = HasSharedMemory,
        ["MHV0230"] = HasSharedMemory,
        ["MHV0231"] = HasDevices,
        ["MHV0113"] = HasSchedules,
        ["MHV0312"] = HasDemands,
        ["MHV0313"] = HasDemands,
        ["MHV0314"] = HasDemands,
        ["MHV0315"] = HasDemands,
        ["MHV0318"] = HasSchedules,
        ["MHV0320"] = HasSchedules,
        ["MHV0321"] = HasBackground,
        ["MHV0323"] = HasSchedules,
        ["MHV0326"] = HasSchedules,
        ["MHV0327"] = HasSchedules,
        ["MHV0328"] = HasBackground,
        ["MHV0401"] = HasPorts,
        ["MHV0402"] = HasPorts,
        ["MHV0403"] = HasPorts,
        ["MHV0404"] = HasPorts,
        ["MHV0405"] = HasPorts,
        ["MHV0410"] = HasMsrs,
        ["MHV0411"] = HasMsrs,
        ["MHV0412"] = HasMsrs,
        ["MHV0413"] = HasMsrs,
        ["MHV0414"] = HasMsrs,
        ["MHV0415"] = HasMsrs,
        ["MHV0420"] = HasCpuidMasks,
        ["MHV0509"] = HasSeveralVcpus,
        ["MHV0701"] = HasExpectations,
        ["MHV0702"] = HasExpectations,
        ["MHV0704"] = plan => plan.ExpectedRestarts.Count != 0,
        ["MHV0705"] = plan => plan.ExpectedSchedule is not null,
        ["MHV1002"] = HasSwitches,
        ["MHV1003"] = HasSwitches,
        ["MHV1004"] = HasSwitches,
        ["MHV1007"] = HasSwitches,
        ["MHV1008"] = HasTolerance,
        ["MHV1010"] = HasRestarts,
        ["MHV1011"] = HasRestarts,
        ["MHV1012"] = HasRestarts,
        ["MHV1013"] = HasRestarts,
        ["MHV1014"] = HasWatchdogs,
        ["MHV1015"] = HasWatchdogs,
        ["MHV1016"] = HasRestarts,
        ["MHV1017"] = plan => plan.HardwareWatchdog is not null,
        ["MHV1018"] = plan => plan.HardwareWatchdog is not null,
        ["MHV1021"] = HasSwitches,
        ["MHV1025"] = HasRestarts,
        ["MHV1026"] = HasChanges,
    };

    /// <summary>Whether <paramref name="plan"/> has what the rule with <paramref name="id"/> asks about.</summary>
    public static bool Has(SystemPlan plan, string id) =>
        !All.TryGetValue(id, out Func<SystemPlan, bool>? has) || has(plan);

    private static bool HasDevices(SystemPlan plan) => plan.Regions.Any(region => region.IsDevice);

    private static bool HasSharedMemory(SystemPlan plan) => plan.Regions.Any(region => region.SharedName is not null);

    private static bool HasPorts(SystemPlan plan) => plan.Partitions.Any(partition => partition.Ports.Count != 0);

    private static bool HasMsrs(SystemPlan plan) => plan.Partitions.Any(partition => partition.Msrs.Count != 0);

    private static bool HasCpuidMasks(SystemPlan plan) =>
        plan.Partitions.Any(partition => partition.CpuidMasks.Count != 0);

    private static bool HasExpectations(SystemPlan plan) => plan.ExpectedErrors.Count != 0;

    private static bool HasDemands(SystemPlan plan) =>
        plan.Partitions.Any(partition => (partition.Period ?? partition.Duration) is not null)
        || plan.Schedules.Any(schedule => schedule.Demands.Count != 0);

    private static bool HasSchedules(SystemPlan plan) => plan.Schedules.Count > 1;

    private static bool HasBackground(SystemPlan plan) => plan.Schedules.Any(schedule => schedule.Background.Count != 0);

    private static bool HasSwitches(SystemPlan plan) =>
        plan.Partitions.SelectMany(plan.AnswersTo).Any(answer => answer.Action == HealthAction.SwitchSchedule);

    private static bool HasTolerance(SystemPlan plan) => plan.OverrunTolerance is not null;

    private static bool HasRestarts(SystemPlan plan) =>
        HasChanges(plan) || plan.Partitions.SelectMany(plan.AnswersTo).Any(answer => answer.Restarts);

    private static bool HasWatchdogs(SystemPlan plan) => plan.Partitions.Any(partition => partition.Watchdog is not null);

    private static bool HasChanges(SystemPlan plan) => plan.Schedules.Any(schedule => schedule.Changes.Count != 0);

    private static bool HasSeveralVcpus(SystemPlan plan) => plan.Partitions.Any(partition => partition.Cpus.Count > 1);
}
