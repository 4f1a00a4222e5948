// All cases of rules.
namespace MicroHV.Partitions.Tests.Cases;

/// <summary>Every change that breaks a rule, with what is said and what would be good.</summary>
internal static class RuleCases
{
    /// <summary>All cases, in the order of the rules.</summary>
    public static IReadOnlyList<RuleCase> All { get; } =
    [
        .. ReadingCases.All, .. NameCases.All, .. MemoryCases.All, .. WindowCases.All, .. ScheduleCases.All, .. PortCases.All, .. PolicyCases.All,
        .. ImageCases.All, .. MachineCases.All, .. HealthCases.All,
    ];
}
