// What is wrong with names and texts.
namespace MicroHV.Partitions.Tests;

public sealed class NameTests : IDisposable
{
    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_partition_name_has_no_capitals()
    {
        LoadedSystem loaded = _good.LoadText(
            GoodSystem.Text.Replace("\"safety\"", "\"Safety\"", StringComparison.Ordinal));
        Assert.Equal(
            "system.toml:15:8: MHV0101: 'Safety' is no name for a partition; use 1 to 31 lower-case letters, digits and hyphens",
            Assert.Single(loaded.Diagnostics).ToString());
    }

    [Fact]
    public void Two_partitions_may_not_have_one_name()
    {
        LoadedSystem loaded = _good.LoadText(
            GoodSystem.Text.Replace("\"general\"", "\"safety\"", StringComparison.Ordinal));
        Assert.Equal(
            "system.toml:30:8: MHV0102: another partition is called 'safety'; rename one of them",
            Assert.Single(loaded.Diagnostics).ToString());
    }

    [Fact]
    public void A_region_name_has_at_most_23_characters() =>
        Assert.StartsWith(
            "system.toml:22:1: MHV0103: 'mailbox-of-the-safety-partition' is no name for a region; ",
            _good.Message("\"mailbox\"", "\"mailbox-of-the-safety-partition\""), StringComparison.Ordinal);

    [Fact]
    public void A_region_may_not_take_a_name_of_the_planner() =>
        Assert.Equal(
            "system.toml:22:1: MHV0104: partition 'safety' has another region 'ram'; rename it",
            _good.Message("\"mailbox\"", "\"ram\""));

    [Fact]
    public void Arguments_fit_their_field() =>
        Assert.Equal(
            "system.toml:19:13: MHV0105: the arguments of 'safety' have 300 bytes; shorten them to 255",
            _good.Message("gain=3", new string('a', 300)));
}
