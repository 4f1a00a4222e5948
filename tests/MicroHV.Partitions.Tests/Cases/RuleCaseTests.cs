// Every rule can be broken, says so at the right place, and is kept by what is just good enough.
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests.Cases;

public sealed class RuleCaseTests
{
    // Rules that no single change of the good system breaks, or only at a cost, and the tests that break them.
    private static readonly Dictionary<string, string> _testedElsewhere = new()
    {
        ["MHV0106"] = nameof(LimitTests.A_system_has_at_most_256_partitions),
        ["MHV0107"] = nameof(LimitTests.A_partition_has_at_most_64_regions),
        ["MHV0113"] = nameof(LimitTests.A_system_has_at_most_16_schedules),
        ["MHV0307"] = nameof(LimitTests.A_partition_has_at_most_128_windows),
        ["MHV0502"] = nameof(ProjectTests.An_error_of_the_compiler_is_one_diagnostic),
        ["MHV0503"] = nameof(ProjectTests.A_project_leaves_its_image_where_kits_put_it),
        ["MHV0605"] = nameof(LimitTests.A_blob_has_at_most_1_GiB),
        ["MHV0606"] = nameof(LimitTests.A_pool_ends_below_4_GiB),
        ["MHV0801"] = nameof(IsolationTests.Frames_of_another_partition_are_seen),
    };

    /// <summary>The numbers of all cases.</summary>
    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            for (int i = 0; i < RuleCases.All.Count; i++)
            {
                cases.Add(i, RuleCases.All[i].ToString());
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_change_that_breaks_a_rule_is_told_at_its_place(int number, string title)
    {
        RuleCase rule = RuleCases.All[number];
        LoadedSystem loaded = Load(rule.Broken);
        Assert.Equal(rule.Says, loaded.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        Assert.True(loaded.Diagnostics.Any(diagnostic => diagnostic.Id == rule.Id), title);
        Assert.Equal(loaded.CountOf(Severity.Error) == 0, loaded.Plan is not null);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_change_that_just_keeps_a_rule_is_good(int number, string title)
    {
        RuleCase rule = RuleCases.All[number];
        LoadedSystem loaded = Load(rule.Kept);
        Assert.True(loaded.Plan is not null, $"{title}: {string.Join('\n', loaded.Diagnostics)}");
        Assert.DoesNotContain(loaded.Diagnostics, diagnostic => diagnostic.Id == rule.Id);
    }

    [Fact]
    public void Every_rule_has_a_case() =>
        Assert.Equal(
            RuleBook.Sentences.Select(rule => rule.Id),
            RuleCases.All.Select(rule => rule.Id).Concat(_testedElsewhere.Keys).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void There_are_at_least_sixty_rules_and_sixty_broken_systems()
    {
        Assert.InRange(RuleBook.Sentences.Count, 60, int.MaxValue);
        Assert.InRange(RuleCases.All.Count(rule => Load(rule.Broken).Plan is null), 60, int.MaxValue);
    }

    private static LoadedSystem Load(Change change)
    {
        using GoodSystem good = new();
        change.WriteTo(good.Folder);
        return good.LoadText(change.Text());
    }
}
