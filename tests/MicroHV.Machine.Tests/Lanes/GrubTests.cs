// GRUB reaches the multiboot2 entry, once per lane.
using MicroHV.Image.Images;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class GrubTests
{
    /// <summary>The lanes that boot from the ISO.</summary>
    public static TheoryData<string> Lanes =>
        [.. Lane.All.Where(lane => lane.BootPath != BootPath.Direct).Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task GRUB_enters_by_multiboot2(string lane)
    {
        RunResult result = await Payload.BootAsync(Lane.All.Single(item => item.Name == lane), "hand_over.bin");
        Assert.Equal(RunEnding.KernelStopped, result.Ending);
        Assert.EndsWith("loader=36d76289", result.Transcript.FirmwareLines[^1]);
    }

    [Fact]
    public void Two_ISOs_of_one_system_are_the_same_bytes()
    {
        using RunFolder folder = new();
        string[] paths = [folder.PathOf("first.iso"), folder.PathOf("second.iso")];
        foreach (string path in paths)
        {
            IsoImage.Write(path, "an image"u8);
        }

        Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
    }
}
