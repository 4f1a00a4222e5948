// Whatever becomes of a description, it is refused with a message or it is a system.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests.Mutations;

public sealed class DescriptionMutationTests : IDisposable
{
    private const int Seed = 20_260_301;
    private const int Count = 10_000;

    private const string Extra = """
        [template.worker]
        memory = "256KiB"
        image = "safety.elf"

        [template.worker.cpuid]
        hide = ["avx"]
        """;

    private readonly GoodSystem _good = new();

    public DescriptionMutationTests() => File.WriteAllText(Path.Combine(_good.Folder, "extra.toml"), Extra);

    public void Dispose() => _good.Dispose();

    [Fact]
    public void Ten_thousand_mutated_descriptions_are_refused_with_a_message_or_are_systems()
    {
        string[] texts = [GoodSystem.Text, WithTemplates()];
        Assert.All(texts, text => Assert.NotNull(_good.LoadText(text).Plan));
        int good = 0;
        for (int i = 0; i < Count; i++)
        {
            string text = new DescriptionMutator(Seed + i).Mutate(texts[i % texts.Length]);
            LoadedSystem loaded = Load(i, text);
            good += loaded.Plan is null ? 0 : 1;
            AssertSound(i, text, loaded);
        }

        // The mutations have met both fates.
        Assert.InRange(good, Count / 20, Count - (Count / 20));
    }

    [Theory]
    [InlineData("a", ".a", 100_000, " = 1")]
    [InlineData("[a", ".a", 100_000, "]\n")]
    [InlineData("[[a", ".a", 100_000, "]]\n")]
    [InlineData("a = [", "{ a.a.a.a.a = 1 }, ", 5_000, "]")]
    [InlineData("a = ", "[", 100_000)]
    [InlineData("a = ", "{ a = ", 100_000)]
    [InlineData("a", ".a", 100_000)]
    [InlineData("[a", ".a", 100_000)]
    [InlineData("[[", "[[", 100_000)]
    [InlineData("a = 1", "0", 100_000)]
    [InlineData("", "[[partition]]\n", 20_000)]
    [InlineData("", "\0", 1000)]
    public void What_nests_or_repeats_without_end_is_refused(string start, string repeated, int count, string end = "")
    {
        LoadedSystem loaded = Load(0, start + string.Concat(Enumerable.Repeat(repeated, count)) + end);
        Assert.Null(loaded.Plan);
        Assert.NotEmpty(loaded.Diagnostics);
    }

    [Fact]
    public void A_description_that_is_a_device_or_a_picture_is_refused()
    {
        Assert.Contains(
            "has more than 1 MiB", SystemBuilder.Load("/dev/zero", GoodSystem.Kernel, null).Diagnostics.Single().Message,
            StringComparison.Ordinal);
        string picture = Path.Combine(_good.Folder, "picture.png");
        File.WriteAllBytes(picture, [0x89, 0x50, 0x4E, 0x47, 0xFF, 0xFE]);
        Assert.Contains(
            "is no text in UTF-8", SystemBuilder.Load(picture, GoodSystem.Kernel, null).Diagnostics.Single().Message,
            StringComparison.Ordinal);
    }

    private LoadedSystem Load(int number, string text)
    {
        try
        {
            return _good.LoadText(text);
        }
        catch (Exception failure)
        {
            Assert.Fail($"mutation {number}: {failure}\n{text}");
            throw;
        }
    }

    private static void AssertSound(int number, string text, LoadedSystem loaded)
    {
        Assert.All(loaded.Diagnostics, diagnostic =>
        {
            string line = diagnostic.ToString();
            bool isInFile = diagnostic.Place.Line >= 1 && diagnostic.Place.Line <= text.Split('\n').Length + 1;
            Assert.True(line.All(letter => !char.IsControl(letter)) && isInFile, $"mutation {number}: {line}");
        });
        if (loaded.Plan is not { } plan)
        {
            Assert.True(loaded.CountOf(Severity.Error) != 0, $"mutation {number} is refused without a word:\n{text}");
            return;
        }

        string? fault = GoodPlan.Fault(plan);
        Assert.True(fault is null, $"mutation {number}: {fault}\n{text}");
        StopReason refusal = BlobTests.Open(plan, Blobs.BlobWriter.Write(plan, new Blobs.BlobOptions()));
        Assert.True(refusal == StopReason.Undefined, $"mutation {number}: the kernel says {refusal}\n{text}");
    }

    private static string WithTemplates() => "include = \"extra.toml\"\n" + GoodSystem.Text
        .Replace("memory = \"2MiB\"\nimage = \"safety.elf\"\n", "extends = \"worker\"\n", StringComparison.Ordinal);
}
