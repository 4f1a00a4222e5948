// One partition of a view.
using System.Text.Json.Serialization;

namespace MicroHV.Partitions.Views;

/// <summary>A partition: what it is given, and what it starts with.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">The text in its information page; null if it has no such page.</param>
/// <param name="Image">The file that it runs, relative to the system's folder; null from an image.</param>
/// <param name="ProgramSizeBytes">Bytes that a cold start copies for its program.</param>
/// <param name="ProgramSha256">SHA-256 over these copies, each with its address and size.</param>
/// <param name="Entry">Guest-virtual address of the first instruction.</param>
/// <param name="Cpus">The CPU of each of its virtual CPUs.</param>
/// <param name="OtherPorts">What a port is that it is not granted: <c>"error"</c> or <c>"absent"</c>.</param>
/// <param name="HasUserHypercalls">Whether its code at CPL 1 to 3 may make hypercalls.</param>
/// <param name="IsSystem">Whether it may ask for another schedule, set modes of others, and read the health log.</param>
/// <param name="PeriodNanoseconds">How often it must run unless a schedule says otherwise; null if nothing is demanded, and
/// from an image.</param>
/// <param name="DurationNanoseconds">Time that each of its virtual CPUs must get in every period; null as well.</param>
/// <param name="Regions">Its regions, ascending by guest-physical address.</param>
/// <param name="Ports">Ports that it uses without an exit, ascending.</param>
/// <param name="Msrs">MSRs that it uses without an exit, ascending.</param>
/// <param name="HiddenCpuid">What CPUID hides from it beyond what it hides from all, as a description says it.</param>
/// <param name="Health">What is done about its events, ascending by event.</param>
/// <param name="Restarts">How often it is started again.</param>
/// <param name="WatchdogWindows">In how many of its windows it must kick its watchdog; 0 if it has none.</param>
public sealed record PartitionView(
    int Index,
    string Name,
    string? Arguments,
    string? Image,
    ulong ProgramSizeBytes,
    string ProgramSha256,
    [property: JsonConverter(typeof(HexadecimalConverter))] ulong Entry,
    IReadOnlyList<uint> Cpus,
    string OtherPorts,
    bool HasUserHypercalls,
    bool IsSystem,
    ulong? PeriodNanoseconds,
    ulong? DurationNanoseconds,
    IReadOnlyList<RegionView> Regions,
    IReadOnlyList<PortView> Ports,
    IReadOnlyList<MsrView> Msrs,
    IReadOnlyList<string> HiddenCpuid,
    IReadOnlyList<HealthEntryView> Health,
    RestartsView Restarts,
    uint WatchdogWindows);
