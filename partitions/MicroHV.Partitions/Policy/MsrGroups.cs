// MSRs by name.

namespace MicroHV.Partitions.Policy;

/// <summary>The groups that an MSR grant may name. None of them is switched with the virtual CPU.</summary>
public static class MsrGroups
{
    /// <summary>All groups, in the order of the reference page. SDM 4, "Model-Specific Registers (MSRs)".</summary>
    public static IReadOnlyList<NumberGroup> All { get; } =
    [
        new("platform", "IA32_PLATFORM_ID, MSR_PLATFORM_INFO", [(0x17, 0x17), (0xCE, 0xCE)]),
        new("frequency", "IA32_MPERF, IA32_APERF", [(0xE7, 0xE8)]),
        new("performance-status", "IA32_PERF_STATUS", [(0x198, 0x198)]),
        new("thermal", "IA32_THERM_STATUS, MSR_TEMPERATURE_TARGET, IA32_PACKAGE_THERM_STATUS", [(0x19C, 0x19C), (0x1A2, 0x1A2), (0x1B1, 0x1B1)]),
        new("energy", "MSR_RAPL_POWER_UNIT, MSR_PKG_ENERGY_STATUS, MSR_DRAM_ENERGY_STATUS, MSR_PP0_ENERGY_STATUS", [(0x606, 0x606), (0x611, 0x611), (0x619, 0x619), (0x639, 0x639)]),
        new("counters", "IA32_PMC0 to 7, IA32_PERFEVTSEL0 to 7, IA32_FIXED_CTR0 to 2 and their controls", [(0xC1, 0xC8), (0x186, 0x18D), (0x309, 0x30B), (0x38D, 0x390)]),
    ];
}
