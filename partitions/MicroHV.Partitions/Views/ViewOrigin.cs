// What a view was made from.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>What a view was made from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ViewOrigin>))]
public enum ViewOrigin
{
    /// <summary>A system.toml; only here are the words of its author known.</summary>
    [JsonStringEnumMemberName("description")]
    Description,

    /// <summary>A system.blob.</summary>
    [JsonStringEnumMemberName("blob")]
    Blob,

    /// <summary>A system.elf.</summary>
    [JsonStringEnumMemberName("elf")]
    Elf,

    /// <summary>A system.iso.</summary>
    [JsonStringEnumMemberName("iso")]
    Iso,
}
