// What a rule says of a system.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Rules;

/// <summary>What a rule says of a system that no rule refuses.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>It holds.</summary>
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>The system has nothing that it asks about.</summary>
    [JsonStringEnumMemberName("not-applicable")]
    NotApplicable,

    /// <summary>It is broken, but it only advises.</summary>
    [JsonStringEnumMemberName("advice")]
    Advice,
}
