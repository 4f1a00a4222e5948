// Every machine that boots directly hands over in the state of the PVH boot ABI.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class HandOverTests
{
    // public/arch-x86/hvm/start_info.h and "x86/HVM direct boot ABI": magic, version 1, PE without PG, none of VM, IF,
    // TF.
    private static readonly string[] _state =
    [
        "magic=336ec578", "version=00000001", "paging-and-protection=00000001", "flags=00000000", "ram-base=00100000",
        "ram-type=00000001", "mark=600df00d",
    ];

    /// <summary>The direct lanes.</summary>
    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task A_machine_hands_over_as_PVH_says(string lane) =>
        AssertState(await BootAsync(lane, "hand_over.bin"));

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task An_image_of_8_MiB_arrives_whole(string lane) =>
        AssertState(await BootAsync(lane, "hand_over_8MiB.bin"));

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task Two_runs_say_the_same(string lane)
    {
        Task<RunResult>[] runs = [BootAsync(lane, "hand_over.bin"), BootAsync(lane, "hand_over.bin")];
        RunResult[] results = await Task.WhenAll(runs);
        Assert.Equal(results[0].Transcript.FirmwareLines, results[1].Transcript.FirmwareLines);
    }

    private static void AssertState(RunResult result)
    {
        Assert.Equal(RunEnding.KernelStopped, result.Ending);
        Assert.Equal(_state, result.Transcript.FirmwareLines.Where(line => !line.StartsWith("entries=")));
    }

    private static Task<RunResult> BootAsync(string lane, string payload) =>
        Payload.BootAsync(Lane.Direct.Single(item => item.Name == lane), payload);
}
