// Systems by chance, whose time must be what their plan says.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Targets;

namespace MicroHV.Kernel.Tests.Plans;

public sealed class PlanTests
{
    private const int Seed = 653;
    private const int Cases = 400;
    private const int MostUndecided = Cases / 10;

    [Fact]
    public void Systems_by_chance_run_as_they_are_planned()
    {
        TargetDefinition target = FuzzTargets.All.Single(each => each.Name == "plan");
        CampaignOutcome outcome = Campaign.Run(
            target, new CampaignSettings(Seed, Cases, 1), TestContext.Current.CancellationToken);
        Assert.True(outcome.Findings.Count == 0, string.Join('\n', outcome.Findings));
    }

    [Fact]
    public void Most_systems_by_chance_have_a_plan_that_says_what_must_be()
    {
        using PlanTarget target = new();
        RandomCases cases = new(new Random(Seed), target.MaxCaseBytes, []);
        int undecided = 0;
        for (int i = 0; i < Cases; i++)
        {
            undecided += target.Run(cases.Next()) == PlanTarget.Undecided ? 1 : 0;
        }

        Assert.InRange(undecided, 0, MostUndecided);
    }
}
