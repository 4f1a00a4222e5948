// A system description exactly as its author wrote it, with nothing decided yet.
using MicroHV.Partitions.Schema;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>The contents of one <c>system.toml</c> and of the files that it includes.</summary>
[Section("the file", Reserved = ["channel", "device", "memory"])]
public sealed class SystemFile : Section
{
    /// <summary>The key of included files.</summary>
    internal const string IncludeKey = "include";

    /// <summary>The key of templates.</summary>
    internal const string TemplateKey = "template";

    /// <summary>The key of partitions.</summary>
    internal const string PartitionKey = "partition";

    /// <summary>Absolute path of the file.</summary>
    public string Path { get; internal set; } = "";

    /// <summary>Absolute path of the folder that the file's own paths are relative to.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The files that it includes, directly or through others, in the order of their reading.</summary>
    public IReadOnlyList<SourceFile> IncludedFiles { get; internal set; } = [];

    /// <summary>
    /// Files whose tables are as if they stood here: arrays such as <c>[[partition]]</c> come before the ones of this file,
    /// and a key that both have is this file's.
    /// </summary>
    [Texts(IncludeKey, Absent = "none")]
    public IReadOnlyList<Written<string>> Include { get; init; } = [];

    /// <summary>The machine that the system wants.</summary>
    [Table(
        "machine", typeof(MachineSection), IsRequired = true, AllowsFile = true,
        Example = "{ memory = [ … ] } as a section [machine]")]
    public MachineSection Machine { get; init; } = new();

    /// <summary>The schedule: one table, or up to 16 <c>[[schedule]]</c> with names.</summary>
    [Tables(
        "schedule", typeof(ScheduleSection), IsRequired = true, AllowsOne = true, AllowsFile = true,
        Example = "{ major-frame = \"10ms\", windows = [ … ] } as a section [schedule]")]
    public IReadOnlyList<ScheduleSection> Schedules { get; init; } = [];

    /// <summary>Name of the schedule that runs from the start.</summary>
    [Text("initial-schedule", Absent = "the first one")]
    public Written<string>? InitialSchedule { get; init; }

    /// <summary>Tables by name that partitions and other templates extend: <c>[template.worker]</c>.</summary>
    [Templates(TemplateKey, typeof(PartitionSection), Absent = "none")]
    public IReadOnlyList<Written<string>> Templates { get; init; } = [];

    /// <summary>The partitions, numbered in the order of the file; at least one.</summary>
    [Tables(PartitionKey, typeof(PartitionSection))]
    public IReadOnlyList<PartitionSection> Partitions { get; init; } = [];

    /// <summary>What is done about events of the module, and about those that partitions leave to it.</summary>
    [Table("health", typeof(ModuleHealthSection), AllowsFile = true)]
    public ModuleHealthSection Health { get; init; } = new();

    /// <summary>What the kernel writes down for `microhv trace`.</summary>
    [Table("trace", typeof(TraceSection), AllowsFile = true)]
    public TraceSection Trace { get; init; } = new();

    /// <summary>What a good run shows beside exit codes of 0.</summary>
    [Table("expect", typeof(ExpectSection), AllowsFile = true)]
    public ExpectSection Expect { get; init; } = new();

    /// <summary>The absolute path that a path in the description means.</summary>
    /// <param name="path">The path, relative to the folder of the file that it is written in.</param>
    public string FullPathOf(Written<string> path) =>
        System.IO.Path.GetFullPath(path.Value, path.Place.File?.Folder ?? Folder);
}
