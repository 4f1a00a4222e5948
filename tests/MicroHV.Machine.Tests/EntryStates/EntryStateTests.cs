// The manual's entry rules as the tools know them, against processors: random states, entered or refused.
using System.Text.RegularExpressions;
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Backends;
using MicroHV.Machine.Tests.Lanes;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.EntryStates;

[Trait("Category", "Machine")]
public sealed class EntryStateTests
{
    private const int Seed = 20_261_126;
    private const int States = 5_500;

    /// <summary>The direct lanes.</summary>
    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task The_rules_say_of_random_states_what_the_processor_does(string lane)
    {
        IEntryStates states = StatesOf(lane);
        Random random = new(Seed);
        EntryState[] table = [.. Enumerable.Range(0, States).Select(_ => states.Next(random))];
        Lane machine = Lane.Direct.Single(item => item.Name == lane);
        IReadOnlyList<string> shown = await EntryPayload.RunAsync(machine, states, table);
        Assert.Equal(States, shown.Count);
        ExpectedVerdict[] expected = [.. table.Select(states.Expect)];
        Disagreement[] disagreements =
        [
            .. table.Zip(expected, shown)
                .Where(each => !Regex.IsMatch(each.Third, each.Second.Shown))
                .Select(each => new Disagreement(each.Second.Rule, each.Third, each.First)),
        ];
        EntryDifferences known = new(lane);
        Disagreement[] unexplained = [.. disagreements.Where(each => !known.Explain(each))];
        Assert.True(unexplained.Length == 0, Summarize(unexplained));
        Assert.Empty(known.WithoutExample);
        Assert.InRange(expected.Count(each => each.Rule == "None"), States / 10, States);
        Assert.InRange(expected.DistinctBy(each => each.Rule).Count(), states.IsSvm ? 15 : 80, int.MaxValue);
    }

    // One example of each kind, and how many there are.
    private static string Summarize(Disagreement[] disagreements) => string.Join('\n', disagreements
        .GroupBy(each => (each.Rule, each.Shown))
        .OrderByDescending(group => group.Count())
        .Select(group => $"{group.Count()} x {group.First()}"));

    private static IEntryStates StatesOf(string lane) => lane switch
    {
        "bochs-vtx" => new VmxStates(),
        "bochs-svm" => new SvmStates(Processors.Ryzen),
        _ => new SvmStates(Processors.QemuMax),
    };
}
