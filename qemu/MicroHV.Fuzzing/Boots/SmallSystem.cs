// A system of two partitions that fits in two megabytes.
using MicroHV.Kernel.Abi;
using MicroHV.Model;
using MicroHV.Partitions;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Fuzzing.Boots;

/// <summary>Planned by the host tools for the kernel that the software machine pretends to have.</summary>
internal static class SmallSystem
{
    /// <summary>RAM that it needs, from address 0.</summary>
    public const ulong RamSizeBytes = 0x20_0000;

    /// <summary>Length of the major frame.</summary>
    public const ulong MajorFrameNanoseconds = 1_000_000;

    /// <summary>First address of each partition's memory, where its code is.</summary>
    public const ulong MemoryBase = 0x20_0000;

    /// <summary>Size of each partition's memory.</summary>
    public const ulong MemorySizeBytes = 0x8000;

    /// <summary>Guest-physical address of the page that both partitions have.</summary>
    public const ulong Mailbox = 0x200_0000;

    /// <summary>Windows: start and end after the start of the frame, and whose they are.</summary>
    public static readonly (ulong Start, ulong End, uint Vcpu)[] Windows =
        [(0, 300_000, 0), (400_000, 700_000, 1), (700_000, 800_000, 0)];

    /// <summary>Its description.</summary>
    public const string Text = """
        [machine]
        memory = [{ at = "1664KiB", size = "256KiB" }]

        [schedule]
        major-frame = "1ms"
        windows = [
          { partition = "safety", start = "0us", duration = "300us" },
          { partition = "general", start = "400us", duration = "300us" },
          { partition = "safety", start = "700us", duration = "100us" },
        ]

        [[partition]]
        name = "safety"
        memory = "32KiB"
        image = "image.elf"
        ports = [0x60]

        [[partition.region]]
        name = "mailbox"
        at = "32MiB"
        size = "4KiB"
        rights = "rw"
        shared = "mailbox"

        [[partition]]
        name = "general"
        memory = "32KiB"
        image = "image.elf"

        [[partition.region]]
        name = "mailbox"
        at = "32MiB"
        size = "4KiB"
        rights = "r"
        shared = "mailbox"
        """;

    private static readonly Lazy<SystemPlan> _plan = new(() => PlanOf(Text));

    private static readonly Lazy<SystemPlan> _planOfTwoCpus = new(() => PlanOf(Text
        .Replace("[machine]", "[machine]\ncpus = 2\napic-ids = [0, 6]", StringComparison.Ordinal)
        .Replace("\"general\", start", "\"general\", cpu = 1, start", StringComparison.Ordinal)));

    private static readonly Lazy<SystemPlan> _tracedPlan = new(() => PlanOf(WithTrace(Text)));

    /// <summary>The plan.</summary>
    public static SystemPlan Plan => _plan.Value;

    /// <summary>The blob.</summary>
    public static byte[] Blob(ulong frameLimit, SystemOptions options = SystemOptions.None) =>
        BlobWriter.Write(Plan, new BlobOptions { FrameLimit = frameLimit, Options = options });

    /// <summary>The blob of the same system with <c>general</c> on a CPU of its own, whose local APIC id is 6.</summary>
    public static byte[] BlobOfTwoCpus(ulong frameLimit, SystemOptions options = SystemOptions.None) =>
        BlobWriter.Write(_planOfTwoCpus.Value, new BlobOptions { FrameLimit = frameLimit, Options = options });

    /// <summary>A description with a trace of four pages for each CPU.</summary>
    public static string WithTrace(string text) =>
        text.Replace("[machine]", "[trace]\nbuffer = \"16KiB\"\n\n[machine]", StringComparison.Ordinal);

    /// <summary>The blob of the same system with a trace of four pages that have <paramref name="key"/>.</summary>
    public static byte[] BlobWithTrace(ulong frameLimit, uint key) =>
        BlobWriter.Write(_tracedPlan.Value, new BlobOptions { FrameLimit = frameLimit, TraceKey = key });

    /// <summary>Host-physical address of a byte of a partition's memory.</summary>
    public static ulong HostOf(int partition, ulong guestPhysical)
    {
        RegionPlan region = Plan.Partitions[partition].Regions.Single(
            region => guestPhysical >= region.Guest.Start && guestPhysical < region.Guest.End);
        return region.HostPhysical + (guestPhysical - region.Guest.Start);
    }

    /// <summary>The plan of another description of the same image.</summary>
    public static SystemPlan PlanOf(string text)
    {
        LinkerSymbols symbols = new();
        KernelLayout kernel = new(symbols.ImageStart, symbols.ImageEnd, symbols.BlobStart);
        string folder = Directory.CreateTempSubdirectory("microhv-").FullName;
        try
        {
            byte[] code = [.. Enumerable.Range(0, 64).Select(value => (byte)value)];
            File.WriteAllBytes(Path.Combine(folder, "image.elf"), SmallElf.Of(MemoryBase, code));
            LoadedSystem loaded = SystemBuilder.Load(
                Path.Combine(folder, "system.toml"), text, kernel, null, new Findings("system.toml"));
            return loaded.Diagnostics.Count == 0
                ? loaded.Plan!
                : throw new InvalidDataException($"the small system is refused: {loaded.Diagnostics[0]}");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
