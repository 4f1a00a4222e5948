// The evidence of a build: complete, of this build, and of no computer.
using System.Security.Cryptography;
using System.Text.Json;
using MicroHV.Image.Tests.Documentation;
using MicroHV.Partitions.Rules;

namespace MicroHV.Image.Tests.Shows;

[Collection(ProjectBuilds.Collection)]
public sealed class EvidenceTests : IDisposable
{
    private const string Description = """
        [machine]
        memory = [{ at = "16MiB", size = "16MiB" }]

        [schedule]
        major-frame = "10ms"
        windows = [
          { partition = "one", start = "0ms", duration = "2ms" },
          { partition = "other", start = "2ms", duration = "2ms" },
        ]

        [[partition]]
        name = "one"
        memory = "1MiB"
        project = "program"

        [[partition]]
        name = "other"
        memory = "2MiB"
        project = "program"
        arguments = "other"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Builds_in_two_folders_leave_the_same_bytes()
    {
        string one = Build("one");
        string other = Build(Path.Combine("deeper", "in", "another"));
        string[] names = [.. Directory.GetFiles(one).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["kernel.elf", "system.blob", "system.elf", "system.evidence.json"], names);
        Assert.All(names, name => Assert.Equal(Hash(Path.Combine(one, name)), Hash(Path.Combine(other, name))));
    }

    [Fact]
    public void The_evidence_alone_is_that_of_the_build()
    {
        string built = Build("mine");
        string alone = Path.Combine(_folder, "evidence.json");
        Assert.Equal((0, ""), MicroHVCommand.Run(_folder, ["evidence", "mine", "-o", alone]));
        Assert.Equal(Hash(Path.Combine(built, "system.evidence.json")), Hash(alone));
    }

    [Fact]
    public void Hashes_are_those_of_the_files()
    {
        string built = Build("mine");
        JsonElement evidence = Read(built);
        Assert.Equal(
            [
                ("system.toml", null, Hash(Path.Combine(_folder, "mine", "system.toml"))),
                ("program.elf", "one", Hash(Path.Combine(_folder, "mine", "program", "bin", "program.elf"))),
                ("program.elf", "other", Hash(Path.Combine(_folder, "mine", "program", "bin", "program.elf"))),
                ("kernel.elf", null, Hash(Repository.KernelElf)),
            ],
            evidence.GetProperty("inputs").EnumerateArray().Select(file => (
                file.GetProperty("name").GetString(), file.GetProperty("partition").GetString(),
                file.GetProperty("sha256").GetString()!)));
        Assert.All(evidence.GetProperty("outputs").EnumerateArray(), file => Assert.Equal(
            Hash(Path.Combine(built, file.GetProperty("name").GetString()!)), file.GetProperty("sha256").GetString()));
        Assert.Equal(
            Hash(Path.Combine(built, "system.blob")),
            evidence.GetProperty("system").GetProperty("blob").GetProperty("sha256").GetString());
    }

    [Fact]
    public void Every_rule_stands_in_the_evidence_with_its_verdict()
    {
        JsonElement[] rules = [.. Read(Build("mine")).GetProperty("rules").EnumerateArray()];
        Assert.Equal(
            RuleBook.Sentences.Select(rule => (rule.Id, rule.Sentence)),
            rules.Select(rule => (rule.GetProperty("id").GetString()!, rule.GetProperty("sentence").GetString()!)));
        Assert.All(rules, rule => Assert.Contains(
            rule.GetProperty("verdict").GetString(), (string[])["pass", "not-applicable", "advice"]));
    }

    [Fact]
    public void Tables_of_both_vendors_map_what_the_regions_say()
    {
        JsonElement evidence = Read(Build("mine"));
        JsonElement result = Assert.Single(evidence.GetProperty("tables").EnumerateArray());
        Assert.Equal(
            ["EPT", "NPT", "EPT", "NPT"],
            result.GetProperty("walks").EnumerateArray().Select(walk => walk.GetProperty("format").GetString()));
        foreach ((JsonElement tables, JsonElement partition) in result.GetProperty("partitions").EnumerateArray()
            .Zip(evidence.GetProperty("system").GetProperty("partitions").EnumerateArray()))
        {
            Assert.Equal(Sizes(partition.GetProperty("regions")), Sizes(tables.GetProperty("extents")));
        }
    }

    [Fact]
    public void Nothing_in_the_evidence_is_of_this_computer()
    {
        string built = Build("mine");
        string text = File.ReadAllText(Path.Combine(built, "system.evidence.json"));
        Assert.DoesNotContain(_folder, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Repository.Root, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"20[0-9]{2}-[0-9]{2}-[0-9]{2}", text);
    }

    [Fact]
    public void Versions_are_known()
    {
        foreach (JsonProperty version in Read(Build("mine")).GetProperty("versions").EnumerateObject())
        {
            Assert.Matches("[0-9]", version.Value.ToString());
        }
    }

    [Fact]
    public void A_system_with_errors_has_no_evidence()
    {
        WriteSystem("mine");
        File.WriteAllText(Path.Combine(_folder, "mine", "system.toml"), Description.Replace("2ms", "20ms", StringComparison.Ordinal));
        string path = Path.Combine(_folder, "evidence.json");
        Assert.Equal(1, MicroHVCommand.Run(_folder, ["evidence", "mine", "-o", path]).ExitCode);
        Assert.False(File.Exists(path));
    }

    private static ulong Sizes(JsonElement pieces) => pieces.EnumerateArray()
        .Aggregate(0UL, (sum, piece) => sum + piece.GetProperty("sizeBytes").GetUInt64());

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static JsonElement Read(string built) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(built, "system.evidence.json"))).RootElement;

    private void WriteSystem(string name)
    {
        string sources = Path.Combine(_folder, name, "program");
        _ = Directory.CreateDirectory(sources);
        File.WriteAllText(Path.Combine(_folder, name, "system.toml"), Description);
        File.WriteAllText(Path.Combine(sources, "main.c"), "int main(void);\nint main(void)\n{\n    return 0;\n}\n");
    }

    // The folder with the outputs.
    private string Build(string name)
    {
        WriteSystem(name);
        (int exitCode, string output) = MicroHVCommand.Run(_folder, ["build", name]);
        Assert.True(exitCode == 0, output);
        return Path.Combine(_folder, name, "out");
    }
}
