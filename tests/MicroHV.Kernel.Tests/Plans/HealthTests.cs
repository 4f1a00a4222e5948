// Partitions by chance that do wrong: what becomes of them must be what their plan says.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Targets;

namespace MicroHV.Kernel.Tests.Plans;

public sealed class HealthTests
{
    private const int Seed = 653;
    private const int Cases = 800;

    // A finding is made small, and says how to run it again.
    [Fact]
    public void Partitions_by_chance_live_as_their_plan_says()
    {
        using CaseRunner runner = new(FuzzTargets.All.Single(each => each.Name == "health"));
        ICaseSource source = runner.Source(new Random(Seed));
        for (int i = 0; i < Cases; i++)
        {
            byte[] bytes = source.Next().ToArray();
            _ = runner.Run(bytes, out string? failure);
            Assert.True(failure is null, failure is null ? "" : $"seed {Seed}, case {i}: {runner.Minimise(bytes, failure)}");
        }
    }
}
