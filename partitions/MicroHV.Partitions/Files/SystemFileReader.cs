// Reads system.toml: every key, its type and its units, and nothing about what they mean together.
using System.Globalization;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>From text to <see cref="SystemFile"/>.</summary>
public static class SystemFileReader
{
    /// <summary>The system description in <paramref name="text"/>, or null if it is not TOML.</summary>
    public static SystemFile? Read(string path, string text, Findings findings)
    {
        TableNode? root = DocumentTree.Parse(text, findings);
        if (root is null)
        {
            return null;
        }

        TableReader reader = new(root, "the file", findings);
        SystemFile file = new()
        {
            Path = path,
            Machine = ReadMachine(reader),
            Schedule = ReadSchedule(reader),
            Expect = ExpectSectionReader.Read(reader),
            Partitions = [.. reader.Tables("partition", "a partition").Select(ReadPartition)],
        };
        if (file.Partitions.Count == 0 && !reader.IsBroken)
        {
            reader.Break("MHV0003", Place.Start, "the file has no partition", "add a [[partition]] section");
        }

        reader.RefuseUnknownKeys();
        return file;
    }

    private static MachineSection ReadMachine(TableReader root)
    {
        TableReader? reader = root.Table("machine", "[machine]");
        if (reader is null)
        {
            root.Require("machine", "{ memory = [ … ] } as a section [machine]");
            return new MachineSection
            {
                Place = Place.Start,
                IsBroken = true,
                Memory = [],
                Vendor = null,
                TscHertz = null,
                ApicId = null,
                ConsolePort = null,
                ConsoleBaud = null,
            };
        }

        reader.Require("memory", "[{ at = \"16MiB\", size = \"112MiB\" }]");
        List<MemorySection> memory = [];
        bool hasBrokenMemory = false;
        foreach (TableReader range in reader.Tables("memory", "a range of memory"))
        {
            range.Require("at", "\"16MiB\"");
            range.Require("size", "\"112MiB\"");
            Written<ulong>? at = range.Size("at");
            Written<ulong>? size = range.Size("size");
            range.RefuseUnknownKeys();
            hasBrokenMemory |= range.IsBroken;
            if (at is not null && size is not null)
            {
                memory.Add(new MemorySection(range.Place, at.Value, size.Value));
            }
        }

        TableReader? console = reader.Table("console", "the console");
        Written<ulong>? port = console?.Number("port");
        Written<ulong>? baud = console?.Number("baud");
        console?.RefuseUnknownKeys();
        Written<string>? vendor = reader.Choice("vendor", "any", "intel", "amd");
        Written<ulong>? tsc = reader.Frequency("tsc");
        Written<ulong>? apicId = reader.Number("apic-id");
        reader.RefuseUnknownKeys();
        return new MachineSection
        {
            Place = reader.Place,
            IsBroken = reader.IsBroken || hasBrokenMemory || console is { IsBroken: true },
            Memory = memory,
            Vendor = vendor,
            TscHertz = tsc,
            ApicId = apicId,
            ConsolePort = port,
            ConsoleBaud = baud,
        };
    }

    private static ScheduleSection ReadSchedule(TableReader root)
    {
        TableReader? reader = root.Table("schedule", "[schedule]");
        if (reader is null)
        {
            root.Require("schedule", "{ major-frame = \"10ms\", windows = [ … ] } as a section [schedule]");
            return new ScheduleSection { Place = Place.Start, IsBroken = true, MajorFrame = null, Windows = [] };
        }

        reader.Require("major-frame", "\"10ms\"");
        reader.Require("windows", "[{ partition = \"…\", start = \"0ms\", duration = \"2ms\" }]");
        Written<ulong>? majorFrame = reader.Time("major-frame");
        List<WindowSection> windows = [];
        bool hasBrokenWindow = false;
        foreach (TableReader window in reader.Tables("windows", "a window"))
        {
            window.Require("partition", "\"…\"");
            window.Require("start", "\"0ms\"");
            window.Require("duration", "\"2ms\"");
            Written<string>? partition = window.Text("partition");
            Written<ulong>? start = window.Time("start");
            Written<ulong>? duration = window.Time("duration");
            window.RefuseUnknownKeys();
            hasBrokenWindow |= window.IsBroken;
            if (partition is not null && start is not null && duration is not null)
            {
                windows.Add(new WindowSection(window.Place, partition.Value, start.Value, duration.Value));
            }
        }

        reader.RefuseUnknownKeys();
        return new ScheduleSection
        {
            Place = reader.Place,
            IsBroken = reader.IsBroken || hasBrokenWindow,
            MajorFrame = majorFrame,
            Windows = windows,
        };
    }

    private static PartitionSection ReadPartition(TableReader reader)
    {
        reader.Require("name", "\"…\"");
        reader.Require("memory", "\"2MiB\"");
        Written<string>? name = reader.Text("name");
        Written<string>? boot = reader.Choice("boot", "native");
        MemoryKeys memory = ReadMemory(reader);
        Written<string>? image = reader.Text("image");
        Written<string>? project = reader.Text("project");
        Written<string>? arguments = reader.Text("arguments");
        List<PortSection> ports = ReadPorts(reader);
        Written<string>? otherPorts = reader.Choice("other-ports", "error", "absent");
        List<RegionSection> regions = [];
        bool hasBrokenRegion = false;
        foreach (TableReader region in reader.Tables("region", "a region"))
        {
            if (ReadRegion(region) is RegionSection section)
            {
                regions.Add(section);
            }

            hasBrokenRegion |= region.IsBroken;
        }

        reader.RefuseUnknownKeys();
        return new PartitionSection
        {
            Place = reader.Place,
            IsBroken = reader.IsBroken || hasBrokenRegion || memory.IsBroken,
            Name = name,
            Boot = boot,
            MemorySize = memory.Size,
            MemoryAt = memory.At,
            MemoryHost = memory.Host,
            Image = image,
            Project = project,
            Arguments = arguments,
            Ports = ports,
            OtherPorts = otherPorts,
            Regions = regions,
        };
    }

    private static MemoryKeys ReadMemory(TableReader reader)
    {
        Node? node = reader.Any("memory");
        if (node is not TableNode inner)
        {
            return new MemoryKeys(node is null ? null : reader.SizeOf("memory", node), null, null, false);
        }

        TableReader memory = reader.Within(inner, "memory");
        memory.Require("size", "\"2MiB\"");
        MemoryKeys keys = new(memory.Size("size"), memory.Size("at"), memory.Size("host"), false);
        memory.RefuseUnknownKeys();
        return keys with { IsBroken = memory.IsBroken };
    }

    private static RegionSection? ReadRegion(TableReader reader)
    {
        reader.Require("name", "\"…\"");
        reader.Require("at", "\"16MiB\"");
        reader.Require("size", "\"4KiB\"");
        Written<string>? name = reader.Text("name");
        Written<ulong>? at = reader.Size("at");
        Written<ulong>? size = reader.Size("size");
        Written<string>? rights = reader.Text("rights");
        Written<string>? type = reader.Choice("type", "wb", "uc", "wc");
        Written<string>? shared = reader.Text("shared");
        Written<ulong>? host = reader.Size("host");
        bool isDevice = reader.Flag("device");
        Written<string>? reason = reader.Text("reason");
        reader.RefuseUnknownKeys();
        if (name is null || at is null || size is null)
        {
            return null;
        }

        return new RegionSection
        {
            Place = reader.Place,
            Name = name.Value,
            At = at.Value,
            SizeBytes = size.Value,
            Rights = rights,
            Type = type,
            Shared = shared,
            Host = host,
            IsDevice = isDevice,
            Reason = reason,
        };
    }

    private static List<PortSection> ReadPorts(TableReader reader)
    {
        List<PortSection> ports = [];
        foreach (Node node in reader.List("ports"))
        {
            string? reason = null;
            Node? range = node;
            if (node is TableNode inner)
            {
                TableReader grant = reader.Within(inner, "a port grant");
                grant.Require("range", "\"0x3f8-0x3ff\"");
                range = grant.Any("range");
                reason = grant.Text("reason")?.Value;
                grant.RefuseUnknownKeys();
            }

            if (range is not null && ReadPortRange(reader, range) is (ulong first, ulong last))
            {
                ports.Add(new PortSection(node.Place, first, last, reason));
            }
        }

        return ports;
    }

    private static (ulong First, ulong Last)? ReadPortRange(TableReader reader, Node node)
    {
        const string WayOut = "write 0x3f8, \"0x3f8-0x3ff\" or { range = \"0x3f8-0x3ff\", reason = \"…\" }";
        if (node is not ScalarNode { Value: string or long } scalar)
        {
            reader.Break("MHV0004", node.Place, $"a port grant is {node.Kind}", WayOut);
            return null;
        }

        string text = Convert.ToString(scalar.Value, CultureInfo.InvariantCulture)!;
        string[] ends = scalar.Value is long ? [text] : text.Split('-', 2, StringSplitOptions.TrimEntries);
        if (Units.TryParseNumber(ends[0], out ulong first) && Units.TryParseNumber(ends[^1], out ulong last))
        {
            return (first, last);
        }

        reader.Break("MHV0005", node.Place, $"{scalar.Text} is neither a port nor a range of ports", WayOut);
        return null;
    }

    private readonly record struct MemoryKeys(
        Written<ulong>? Size, Written<ulong>? At, Written<ulong>? Host, bool IsBroken);
}
