// Every conformance guest says what it tries, by which manual, and runs.
namespace MicroHV.Image.Tests.Documentation.Guests;

public sealed class ConformancePageTests
{
    [Fact]
    public void Every_guest_says_what_must_hold_and_where_that_stands() => Assert.All(
        ConformanceGuest.All,
        guest => Assert.True(
            guest.Sentence.EndsWith('.') && guest.Sources.Count != 0 && guest.Subject.Length != 0, guest.ToString()));

    [Fact]
    public void Every_guest_is_run_by_a_partition() => Assert.Empty(
        ConformanceGuest.All.Select(guest => guest.Name).Except(ConformancePage.Runs.Select(run => run.Guest)));

    [Fact]
    public void Every_partition_runs_a_guest_that_exists() => Assert.Empty(
        ConformancePage.Runs.Select(run => run.Guest).Except(ConformanceGuest.All.Select(guest => guest.Name)));

    [Fact]
    public void No_two_guests_have_the_same_name() =>
        Assert.Distinct(ConformanceGuest.All.Select(guest => guest.Name));
}
