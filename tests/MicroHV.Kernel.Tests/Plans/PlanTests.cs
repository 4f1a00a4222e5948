// Systems by chance, whose time must be what their plan says.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Targets;

namespace MicroHV.Kernel.Tests.Plans;

public sealed class PlanTests
{
    private const int Seed = 653;
    private const int Cases = 800;

    // A finding is made small, and says how to run it again.
    [Fact]
    public void Systems_by_chance_run_as_they_are_planned()
    {
        using CaseRunner runner = new(FuzzTargets.All.Single(each => each.Name == "plan"));
        ICaseSource source = runner.Source(new Random(Seed));
        for (int i = 0; i < Cases; i++)
        {
            byte[] bytes = source.Next().ToArray();
            _ = runner.Run(bytes, out string? failure);
            Assert.True(failure is null, failure is null ? "" : $"seed {Seed}, case {i}: {runner.Minimise(bytes, failure)}");
        }
    }
}
