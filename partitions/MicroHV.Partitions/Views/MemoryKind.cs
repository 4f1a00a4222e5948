// What host-physical memory is used for.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>What host-physical memory is used for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemoryKind>))]
public enum MemoryKind
{
    /// <summary>The first MiB, which is left to the firmware.</summary>
    [JsonStringEnumMemberName("firmware")]
    Firmware,

    /// <summary>The kernel's image.</summary>
    [JsonStringEnumMemberName("kernel-image")]
    KernelImage,

    /// <summary>The blob.</summary>
    [JsonStringEnumMemberName("kernel-blob")]
    KernelBlob,

    /// <summary>What the kernel hands out at boot.</summary>
    [JsonStringEnumMemberName("kernel-pool")]
    KernelPool,

    /// <summary>The page that keeps the crash record.</summary>
    [JsonStringEnumMemberName("kernel-crash-record")]
    KernelCrashRecord,

    /// <summary>RAM that only one partition reaches.</summary>
    [JsonStringEnumMemberName("private")]
    Private,

    /// <summary>RAM that is shared.</summary>
    [JsonStringEnumMemberName("shared")]
    Shared,

    /// <summary>A device's memory.</summary>
    [JsonStringEnumMemberName("device")]
    Device,

    /// <summary>RAM that [machine] lists and nobody uses.</summary>
    [JsonStringEnumMemberName("free")]
    Free,
}
