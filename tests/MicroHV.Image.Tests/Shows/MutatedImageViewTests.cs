// Whatever is wrong with an image, it is refused by name or shown.
using System.Text.RegularExpressions;
using MicroHV.Image.Images;
using MicroHV.Kernel.Tests.Mutations;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Tests;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Tests.Shows;

public sealed partial class MutatedImageViewTests : IDisposable
{
    private const int Seed = 20_260_101;
    private const int Count = 2_000;

    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void Two_thousand_mutated_blobs_are_refused_by_name_or_shown()
    {
        SystemPlan plan = _good.Plan();
        SystemView good = SystemViews.Of(plan);
        byte[] blob = BlobWriter.Write(plan, new BlobOptions());
        int shown = 0;
        for (int i = 0; i < Count; i++)
        {
            byte[] mutated = BlobMutator.Mutate(blob, new Random(unchecked((Seed * 1_000_003) + i)));
            try
            {
                SystemView view = ImageFile.Read("system.blob", mutated, ViewOrigin.Blob);
                Assert.NotEmpty(ShownPages.Text(view));
                Assert.NotEmpty(ShownPages.Html(view));
                Assert.NotEmpty(ShownPages.Differences(good, view));
                shown++;
            }
            catch (InvalidDataException refusal)
            {
                Assert.Matches(Refusal(), refusal.Message);
            }
        }

        Assert.InRange(shown, Count / 20, Count - (Count / 20));
    }

    [Fact]
    public void An_image_that_ends_early_is_refused_wherever_it_ends()
    {
        byte[] blob = BlobWriter.Write(_good.Plan(), new BlobOptions());
        for (int length = 8; length < blob.Length; length += 97)
        {
            Assert.Throws<InvalidDataException>(() => ImageFile.Read("system.blob", blob.AsMemory(0, length), ViewOrigin.Blob));
        }
    }

    [Theory]
    [InlineData(ViewOrigin.Elf)]
    [InlineData(ViewOrigin.Iso)]
    public void Noise_behind_the_mark_of_an_image_is_refused(ViewOrigin origin)
    {
        Random random = new(Seed);
        for (int i = 0; i < 200; i++)
        {
            byte[] noise = new byte[40_000];
            random.NextBytes(noise);
            "\u007fELF\u0002\u0001\u0001"u8.CopyTo(noise);
            Assert.Throws<InvalidDataException>(() => ImageFile.Read("image", noise, origin));
        }
    }

    [GeneratedRegex("^system\\.blob: (the kernel would refuse it\\. Blob\\w+: |the blob grants more than|the regions of the blob overlap)")]
    private static partial Regex Refusal();
}
