// The one good system, of which every test breaks one thing.
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests;

/// <summary>A folder with two images, and a description that no rule refuses.</summary>
public sealed class GoodSystem : IDisposable
{
    /// <summary>Where a kernel of 128 KiB would be linked.</summary>
    public static readonly KernelLayout Kernel = new(0x10_0000, 0x12_0000, 0x12_0000);

    /// <summary>The description; line numbers in tests count from its first line.</summary>
    public const string Text = """
        [machine]
        memory = [{ at = "16MiB", size = "112MiB" }]
        vendor = "any"
        tsc = "1GHz"
        console = { port = 0x3f8, baud = 115200 }

        [schedule]
        major-frame = "10ms"
        windows = [
          { partition = "safety", start = "0ms", duration = "2ms" },
          { partition = "general", start = "2ms", duration = "8ms" },
        ]

        [[partition]]
        name = "safety"
        boot = "native"
        memory = "2MiB"
        image = "safety.elf"
        arguments = "gain=3"
        ports = [0x60, "0x2f8-0x2ff"]

        [[partition.region]]
        name = "mailbox"
        at = "32MiB"
        size = "4KiB"
        rights = "rw"
        shared = "mailbox"

        [[partition]]
        name = "general"
        memory = { size = "4MiB", at = "2MiB" }
        image = "general.elf"

        [[partition.region]]
        name = "mailbox"
        at = "32MiB"
        size = "4KiB"
        rights = "r"
        shared = "mailbox"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    public GoodSystem()
    {
        WriteImage("safety.elf", new TestElf());
        WriteImage("general.elf", new TestElf { Segments = [(1, 0x20_0000, 0x2000, [1, 2, 3, 4])] });
    }

    public string Folder => _folder;

    internal void WriteImage(string name, TestElf elf) =>
        File.WriteAllBytes(Path.Combine(_folder, name), elf.ToBytes());

    /// <summary>What the description says after <paramref name="old"/> is replaced.</summary>
    public LoadedSystem Load(string old = "", string replacement = "")
    {
        string text = Text;
        if (old.Length != 0)
        {
            Assert.Contains(old, Text, StringComparison.Ordinal);
            text = Replace(Text, old, replacement);
        }

        return LoadText(text);
    }

    public LoadedSystem LoadText(string text) => SystemBuilder.Load(
        Path.Combine(_folder, "system.toml"), text, Kernel, null, new Findings("system.toml"));

    /// <summary>The plan of the good system.</summary>
    public SystemPlan Plan()
    {
        LoadedSystem loaded = Load();
        Assert.Empty(loaded.Diagnostics);
        return loaded.Plan!;
    }

    /// <summary>The one message after <paramref name="old"/> is replaced at its first occurrence.</summary>
    public string Message(string old, string replacement)
    {
        LoadedSystem loaded = Load(old, replacement);
        Assert.Null(loaded.Plan);
        return Assert.Single(loaded.Diagnostics).ToString();
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static string Replace(string text, string old, string replacement)
    {
        int at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + replacement + text[(at + old.Length)..];
    }
}
