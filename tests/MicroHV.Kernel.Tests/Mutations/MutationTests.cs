// Every mutated blob ends in a refusal that has a name, or in a correct run.
using MicroHV.Kernel.Abi;

namespace MicroHV.Kernel.Tests.Mutations;

public sealed class MutationTests
{
    private const int Seed = 20_260_101;
    private const int Total = 100_000;
    private const int Quick = 20_000;

    [Fact]
    public void Twenty_thousand_mutated_blobs_are_refused_by_name_or_run()
    {
        MutationOutcome outcome = Run(0, Quick);
        AssertGood(outcome, Quick);

        // They have been everywhere: every refusal of a blob was met.
        StopReason[] known = [.. Enum.GetValues<StopReason>().Where(reason => (uint)reason >> 12 == 2)];
        Assert.Empty(known.Except(outcome.Refused.Keys));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_rest_of_a_hundred_thousand_mutated_blobs_are_refused_by_name_or_run() =>
        AssertGood(Run(Quick, Total - Quick), Total - Quick);

    [Fact]
    public void The_same_seed_gives_the_same_ends() =>
        Assert.Equal(Run(0, 300).Refused.OrderBy(ending => ending.Key), Run(0, 300).Refused.OrderBy(ending => ending.Key));

    private static MutationOutcome Run(int first, int count) => MutationCampaign.Run(Seed, first, count);

    private static void AssertGood(MutationOutcome outcome, int count)
    {
        Assert.True(
            outcome.Failures.Count == 0,
            $"{outcome.Failures.Count} failures, the first:\n{string.Join('\n', outcome.Failures.Take(10))}");
        Assert.Equal(count, outcome.Ran + outcome.Refused.Values.Sum());
        Assert.InRange(outcome.Ran, count / 10, count);
        Assert.InRange(outcome.Refused.Values.Sum(), count / 10, count);
    }
}
