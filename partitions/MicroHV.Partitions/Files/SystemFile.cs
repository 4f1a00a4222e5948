// A system description exactly as its author wrote it, with nothing decided yet.
namespace MicroHV.Partitions.Files;

/// <summary>The contents of one <c>system.toml</c>.</summary>
public sealed class SystemFile
{
    /// <summary>Absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the folder that the file's own paths are relative to.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The machine.</summary>
    public required MachineSection Machine { get; init; }

    /// <summary>The schedule.</summary>
    public required ScheduleSection Schedule { get; init; }

    /// <summary>What is expected of a run.</summary>
    public required ExpectSection Expect { get; init; }

    /// <summary>The partitions in the order of the file.</summary>
    public required IReadOnlyList<PartitionSection> Partitions { get; init; }
}
