// What the judgement of partitions by chance is worth.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Health;
using MicroHV.Fuzzing.Targets;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

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

    [Fact]
    public void Tables_by_chance_have_every_answer_that_the_kernel_accepts_and_no_other() => Assert.All(
        Enum.GetValues<HealthEvent>(),
        healthEvent =>
        {
            Assert.Equal(AllowedActions.OfPartition(healthEvent), Bits(HealthTables.OfPartition, healthEvent));
            Assert.Equal(AllowedActions.OfModule(healthEvent), Bits(HealthTables.OfModule, healthEvent));
        });

    [Fact]
    public void Among_the_cases_of_the_corpus_every_event_gets_every_answer()
    {
        using HealthTarget target = new();
        foreach (byte[] bytes in CorpusFile.Read("health"))
        {
            _ = target.Run(bytes);
        }

        HashSet<(HealthEvent, HealthAction)> all =
        [
            .. from healthEvent in Enum.GetValues<HealthEvent>()
               from action in Enum.GetValues<HealthAction>()
               where ((AllowedActions.OfPartition(healthEvent) | AllowedActions.OfModule(healthEvent)) & (1u << (int)action)) != 0
               select (healthEvent, action),
        ];
        Assert.Equal(all.Order(), target.Answers.Order());
    }

    private static uint Bits(IReadOnlyDictionary<HealthEvent, HealthAction[]> actions, HealthEvent healthEvent) =>
        actions.GetValueOrDefault(healthEvent, []).Aggregate(0u, (bits, action) => bits | (1u << (int)action));
}
