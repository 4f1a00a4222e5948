// The bench: reading measurements, reading traces, writing its page, and keeping its goals.
using MicroHV.Image.Benches;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;
using MicroHV.Machines;

namespace MicroHV.Image.Tests;

public sealed class BenchTests
{
    [Fact]
    public void A_trip_is_its_median_less_the_median_of_nothing()
    {
        Trip trip = Assert.Single(Trip.Read(["safety speaks", "trip nothing 2x400 9x1", "trip cpuid_0 390x200 392x150 900x51"]));
        Assert.Equal(new Trip("cpuid_0", 390, 401), trip);
    }

    [Theory]
    [InlineData("trip cpuid_0 390")]
    [InlineData("trip cpuid_0 390xmany")]
    [InlineData("trip cpuid_0")]
    public void A_line_that_is_no_measurement_is_refused(string line) =>
        Assert.Throws<InvalidDataException>(() => Trip.Read(["trip nothing 2x401", line]));

    [Fact]
    public void Without_the_measurement_of_nothing_there_is_no_trip() =>
        Assert.Throws<InvalidDataException>(() => Trip.Read(["trip cpuid_0 390x401"]));

    [Fact]
    public void A_guest_says_when_it_began() => Assert.Equal(2397167UL, Measurements.Start(["hello", "start 2397167"]));

    [Theory]
    [InlineData("worst rdmsr many")]
    [InlineData("worst rdmsr")]
    [InlineData("worst of_all 5")]
    [InlineData("worst rdmsr 5")]
    public void A_line_that_is_no_worst_case_is_refused_and_so_are_too_few(string line) =>
        Assert.Throws<InvalidDataException>(() => WorstCase.Read(Lane.BochsVtx, [line]));

    [Fact]
    public void Every_exit_has_a_worst_case_or_a_reason_why_no_guest_can_start_it() => Assert.Equal(
        Enum.GetValues<ExitKind>(), Bound.All.SelectMany(each => each.Kinds).Union(Bound.Unstarted.Keys).Order());

    [Fact]
    public void Every_hypercall_has_a_worst_case() => Assert.Equal(
        Enum.GetValues<Hypercall>(), Bound.All.SelectMany(each => each.Calls).Distinct().Order());

    [Fact]
    public void A_case_of_every_exit_is_measured_on_each_lane_or_on_another() => Assert.All(
        Bound.All, bound => Assert.True(Lane.Direct.Any(bound.IsOn), bound.Name));

    [Theory]
    [InlineData("")]
    [InlineData("start")]
    [InlineData("start -1")]
    public void Without_a_start_there_is_no_boot(string line) =>
        Assert.Throws<InvalidDataException>(() => Measurements.Start([line]));

    [Fact]
    public void Addresses_are_found_in_a_trace_of_QEMU() => Assert.Equal(
        [0x104994UL, 0x100890UL],
        TraceLines.OfQemu(
        [
            "Trace 0: 0x7fb9203ed300 [0000000000000000/0000000000104994/18c0c290/ff020201] ",
            "something else",
            "Trace 0: 0x7fb9203ed480 [0000000000000000/0000000000100890/18c0c290/ff020201] cpu_pause",
        ]));

    [Fact]
    public void Addresses_are_found_in_a_trace_of_Bochs() => Assert.Equal(
        [0x100882UL],
        TraceLines.OfBochs(
        [
            "Next at t=21407896383",
            "(0).[257793846] [0x000000100882] 0008:0000000000100882 (unk. ctxt): cli                       ; fa",
        ]));

    [Fact]
    [Trait("Category", "Machine")]
    public async Task Every_lane_meets_its_goals_and_gives_the_same_figures_again()
    {
        foreach (Lane lane in Lane.Direct)
        {
            LaneFigures first = await Bench.MeasureAsync(lane, withProfile: false, TestContext.Current.CancellationToken);
            LaneFigures second = await Bench.MeasureAsync(lane, withProfile: false, TestContext.Current.CancellationToken);
            Assert.True(first.MeetsGoals, $"{lane}: {string.Join(", ", first.Trips)}, {first.Boot}");
            Assert.Equal(first.Trips, second.Trips);
            Assert.Equal(first.Boot, second.Boot);
            Assert.Equal(first.Switch, second.Switch);
            Assert.Equal(first.Worst, second.Worst);
        }
    }

    [Fact]
    [Trait("Category", "Machine")]
    public async Task A_profile_has_as_many_instructions_as_the_guest_measured()
    {
        const uint OfTheGuest = 2;
        LaneFigures lane = await Bench.MeasureAsync(
            Lane.BochsVtx, withProfile: true, TestContext.Current.CancellationToken);
        Assert.Equal(
            lane.Trips.Select(trip => (trip.Name, trip.Instructions)),
            lane.Profiles.Select(profile => (
                profile.Trip, (uint)profile.ByFunction.Sum(function => function.Value) + OfTheGuest)));
    }
}
