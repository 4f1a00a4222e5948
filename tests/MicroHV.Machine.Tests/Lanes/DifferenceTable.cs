// Reads qemu/machines/differences.toml.
using System.Text.Json.Serialization;
using MicroHV.Machines;
using Tomlyn;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>
/// The declared differences between lanes; a test of behaviour asks it before it compares transcripts.
/// </summary>
internal static class DifferenceTable
{
    /// <summary>All differences.</summary>
    public static IReadOnlyList<Difference> Read()
    {
        using Stream stream = typeof(Lane).Assembly.GetManifestResourceStream("machines/differences.toml")
            ?? throw new InvalidOperationException("The table was not built into the library.");
        using StreamReader reader = new(stream);
        return TomlSerializer.Deserialize<DifferenceFile>(reader.ReadToEnd())!.Differences;
    }

    private sealed class DifferenceFile
    {
        [JsonPropertyName("difference")]
        public List<Difference> Differences { get; set; } = [];
    }
}

/// <summary>One difference.</summary>
internal sealed class Difference
{
    /// <summary>Name of the lane.</summary>
    [JsonPropertyName("lane")]
    public string Lane { get; set; } = string.Empty;

    /// <summary>What differs.</summary>
    [JsonPropertyName("behaviour")]
    public string Behaviour { get; set; } = string.Empty;

    /// <summary>What one sees there.</summary>
    [JsonPropertyName("observed")]
    public string Observed { get; set; } = string.Empty;

    /// <summary>Why it is so.</summary>
    [JsonPropertyName("reason")]
    public string Reason { get; set; } = string.Empty;
}
