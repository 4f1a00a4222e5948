// The verdict on a run.
using System.Text.Json.Serialization;

namespace MicroHV.Machines;

/// <summary>Whether a run was good, in the words of the report.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>The run did what was expected of it.</summary>
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>It ended, but not as expected.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>It did not end within its limit.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>The machine died, or the kernel stopped by its own fault.</summary>
    [JsonStringEnumMemberName("crash")]
    Crash,
}
