// What a difference is about.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Differences;

/// <summary>What a difference is about, in the order in which differences are told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DifferenceSection>))]
public enum DifferenceSection
{
    /// <summary>What the machine must have.</summary>
    [JsonStringEnumMemberName("machine")]
    Machine,

    /// <summary>The kernel's own memory, and what it does beyond running partitions.</summary>
    [JsonStringEnumMemberName("kernel")]
    Kernel,

    /// <summary>Major frames, windows, shares of time.</summary>
    [JsonStringEnumMemberName("schedule")]
    Schedule,

    /// <summary>Partitions and what they run.</summary>
    [JsonStringEnumMemberName("partitions")]
    Partitions,

    /// <summary>Regions.</summary>
    [JsonStringEnumMemberName("memory")]
    Memory,

    /// <summary>Ports, MSRs and reasons.</summary>
    [JsonStringEnumMemberName("grants")]
    Grants,

    /// <summary>Health tables, budgets and watchdogs.</summary>
    [JsonStringEnumMemberName("health")]
    Health,
}
