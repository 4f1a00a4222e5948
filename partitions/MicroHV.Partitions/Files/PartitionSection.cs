// What one [[partition]] says.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>One partition.</summary>
[Section("a partition", Reserved = ["channel", "device", "port"])]
public sealed class PartitionSection : Section
{
    /// <summary>The key of what the partition extends.</summary>
    internal const string ExtendsKey = "extends";

    /// <summary>Its name: 1 to 31 lower-case letters, digits, hyphens.</summary>
    [Text("name", IsRequired = true)]
    public Written<string>? Name { get; init; }

    /// <summary>
    /// Templates whose keys it has too. What the partition writes itself wins; of several templates, the later one. Arrays
    /// are joined, and tables of one name in them become one.
    /// </summary>
    [Texts(ExtendsKey, Absent = "none")]
    public IReadOnlyList<Written<string>> Extends { get; init; } = [];

    /// <summary>Its RAM, with all rights.</summary>
    [Table("memory", typeof(PartitionMemorySection), IsRequired = true, Example = "\"2MiB\"")]
    public PartitionMemorySection Memory { get; init; } = new();

    /// <summary>A static ELF64 executable for x86-64, linked into its RAM. A partition has an image or a project.</summary>
    [Path("image", Absent = "`project`")]
    public Written<string>? Image { get; init; }

    /// <summary>
    /// A <c>.csproj</c> that imports the C# kit, or a folder of <c>.c</c> and <c>.S</c> files for the C kit; built when it is
    /// stale.
    /// </summary>
    [Path("project", Absent = "`image`")]
    public Written<string>? Project { get; init; }

    /// <summary>How it starts: 64-bit mode, paging on, RDI = information page.</summary>
    [Choice("boot", "native", Default = "\"native\"")]
    public Written<string>? Boot { get; init; }

    /// <summary>
    /// How many virtual CPUs it has, 1 to 64. Each is on one CPU in every schedule, and all of them start at the same
    /// instruction; RSI says which one it is.
    /// </summary>
    [Number("vcpus", Default = "1")]
    public Written<ulong>? Vcpus { get; init; }

    /// <summary>How often it must run, in a time that divides the major frames.</summary>
    [Time("period", Absent = "no demand")]
    public Written<ulong>? Period { get; init; }

    /// <summary>
    /// Time that windows must give each of its virtual CPUs in every period, in every schedule that it is in and that does
    /// not demand something else for it.
    /// </summary>
    [Time("duration", Absent = "no demand")]
    public Written<ulong>? Duration { get; init; }

    /// <summary>Whether it may ask for another schedule, set the mode of other partitions, and read the [health log](health.md#the-log).</summary>
    [Flag("system")]
    public bool IsSystem { get; init; }

    /// <summary>
    /// At most 255 bytes that it finds in its [information page](hypercalls.md#information-page).
    /// </summary>
    [Text("arguments", Default = "\"\"")]
    public Written<string>? Arguments { get; init; }

    /// <summary>I/O ports that it uses without an exit, by number or by [group](#ports).</summary>
    [Tables("ports", typeof(PortGrantSection), Absent = "none")]
    public IReadOnlyList<PortGrantSection> Ports { get; init; } = [];

    /// <summary>
    /// What a port is that is not granted: an error of the partition, or one that reads all ones and drops writes (INS and
    /// OUTS stay an error).
    /// </summary>
    [Choice("other-ports", "error", "absent", Default = "\"error\"")]
    public Written<string>? OtherPorts { get; init; }

    /// <summary>MSRs that it uses without an exit beside those that every partition has, by number or by [group](#msrs).</summary>
    [Tables("msrs", typeof(MsrGrantSection), Absent = "none")]
    public IReadOnlyList<MsrGrantSection> Msrs { get; init; } = [];

    /// <summary>What CPUID tells it.</summary>
    [Table("cpuid", typeof(CpuidSection))]
    public CpuidSection Cpuid { get; init; } = new();

    /// <summary>Whether code at CPL 1 to 3 may make hypercalls, which is #UD otherwise.</summary>
    [Flag("user-hypercalls")]
    public bool AllowsUserHypercalls { get; init; }

    /// <summary>What is done about its events.</summary>
    [Table("health", typeof(HealthSection))]
    public HealthSection Health { get; init; } = new();

    /// <summary>How often it is started again when its health table says so, and what is done then.</summary>
    [Table("restarts", typeof(RestartsSection))]
    public RestartsSection Restarts { get; init; } = new();

    /// <summary>
    /// In how many windows of its first virtual CPU it must kick its watchdog once, from its start on; else it is an event
    /// <c>watchdog</c>.
    /// </summary>
    [Number("watchdog", Absent = "none")]
    public Written<ulong>? Watchdog { get; init; }

    /// <summary>Further regions, as <c>[[partition.region]]</c>.</summary>
    [Tables("region", typeof(RegionSection), Absent = "none")]
    public IReadOnlyList<RegionSection> Regions { get; init; } = [];

    /// <summary>Whether the project did not build, so that there is no image to speak of.</summary>
    public bool HasFailedProject { get; set; }
}
