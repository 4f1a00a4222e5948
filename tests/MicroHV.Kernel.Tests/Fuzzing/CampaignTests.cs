// Cases, campaigns and findings themselves.
using System.Diagnostics;
using MicroHV.Fuzzing.Cases;

namespace MicroHV.Kernel.Tests.Fuzzing;

public sealed class CampaignTests
{
    [Fact]
    public void Behind_the_end_of_a_case_are_zeros()
    {
        CaseBytes input = new([0x34, 0x12, 0xFF]);
        Assert.Equal(0x1234, input.Word());
        Assert.Equal(0xFFul, input.QuadWord());
        Assert.True(input.IsAtEnd);
        Assert.Equal(0ul, input.Number());
        Assert.Equal(0, input.Choice(7));
    }

    [Theory]
    [InlineData("0005", 5ul)]
    [InlineData("0300", ulong.MaxValue)]
    [InlineData("043F", 1ul << 63)]
    [InlineData("050C", 0xFFFul)]
    [InlineData("060C", 0xFFFF_FFFF_FFFF_F000)]
    [InlineData("07EFCDAB8967452301", 0x0123_4567_89AB_CDEFul)]
    public void Numbers_at_which_mistakes_are_made_are_short(string hex, ulong expected) =>
        Assert.Equal(expected, new CaseBytes(Convert.FromHexString(hex)).Number());

    [Fact]
    public void A_corpus_is_read_line_by_line_without_what_is_for_people() =>
        Assert.Equal([[0x01, 0x02], [0xFF]], CorpusFile.Parse("# a case\n0102\n\nff\n"));

    [Fact]
    public void The_same_seed_gives_the_same_cases_on_any_number_of_threads()
    {
        Assert.Equal(Sum(seed: 1, threads: 1), Sum(seed: 1, threads: 3));
        Assert.NotEqual(Sum(seed: 1, threads: 1), Sum(seed: 2, threads: 1));
    }

    [Fact]
    public void A_finding_is_made_as_small_as_it_can_be()
    {
        TargetDefinition target = new("planted", "", () => new PlantedTarget());
        using CaseRunner runner = new(target);
        byte[] large = [.. Enumerable.Range(0, 100).Select(value => (byte)value)];
        Assert.Null(runner.Run(large, out string? failure));
        Finding finding = runner.Minimise(large, failure!);
        Assert.Equal([0x42], finding.Bytes);
        Assert.Equal("fuzz --target planted --replay 42", finding.Replay);
        Assert.Equal("UnreachableException: planted", finding.What);
    }

    [Fact]
    public void A_campaign_stops_when_enough_is_found()
    {
        TargetDefinition target = new("planted", "", () => new PlantedTarget());
        CampaignOutcome outcome = Campaign.Run(target, new CampaignSettings(1, 100_000, 1), CancellationToken.None);
        Assert.Equal(Campaign.MaxFindings, outcome.Findings.Count);
        Assert.All(outcome.Findings, finding => Assert.Equal([0x42], finding.Bytes));
        Assert.InRange(outcome.Cases, Campaign.MaxFindings, 99_999);
    }

    private static long Sum(int seed, int threads)
    {
        long sum = 0;
        TargetDefinition target = new("sum", "", () => new ActTarget(bytes =>
        {
            HashCode hash = default;
            hash.AddBytes(bytes);
            _ = Interlocked.Add(ref sum, hash.ToHashCode());
        }));
        _ = Campaign.Run(target, new CampaignSettings(seed, 20_000, threads), CancellationToken.None);
        return sum;
    }

    private delegate void CaseAct(ReadOnlySpan<byte> bytes);

    private sealed class ActTarget(CaseAct act) : FuzzTarget
    {
        public override int MaxCaseBytes => 16;

        public override string Run(ReadOnlySpan<byte> bytes)
        {
            act(bytes);
            return "done";
        }
    }

    private sealed class PlantedTarget : FuzzTarget
    {
        public override int MaxCaseBytes => 100;

        public override string Run(ReadOnlySpan<byte> bytes) =>
            bytes.Contains((byte)0x42) ? throw new UnreachableException("planted") : "done";
    }
}
