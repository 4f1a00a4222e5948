// What the judgement of partitions by chance is worth.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Targets;

namespace MicroHV.Kernel.Tests.Plans;

public sealed class HealthTargetTests
{
    private const int Seed = 655;
    private const int Cases = 400;
    private const int MostUndecided = Cases / 10;

    [Fact]
    public void Most_partitions_by_chance_have_a_plan_that_says_what_becomes_of_them()
    {
        using HealthTarget target = new();
        RandomCases cases = new(new Random(Seed), target.MaxCaseBytes, []);
        int undecided = 0;
        for (int i = 0; i < Cases; i++)
        {
            undecided += target.Run(cases.Next()) == PlanTarget.Undecided ? 1 : 0;
        }

        Assert.InRange(undecided, 0, MostUndecided);
    }
}
