// All figures of one lane.
namespace MicroHV.Image.Benches;

/// <summary>What the bench found on one lane.</summary>
/// <param name="Lane">Name of the lane.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Goal">Most instructions that a round trip may take here; null if there is no goal.</param>
/// <param name="Trips">Round trips.</param>
/// <param name="TracedTrips">The same round trips on a kernel that writes a trace.</param>
/// <param name="Profiles">Where their instructions go; empty if nobody asked.</param>
/// <param name="Switch">From one partition to the next, with a few instructions of either.</param>
/// <param name="Worst">The most expensive requests.</param>
/// <param name="Boot">The boot of the demo.</param>
internal sealed record LaneFigures(
    string Lane,
    string Title,
    uint? Goal,
    IReadOnlyList<Trip> Trips,
    IReadOnlyList<Trip> TracedTrips,
    IReadOnlyList<ExitProfile> Profiles,
    uint Switch,
    IReadOnlyList<WorstCase> Worst,
    BootFigures Boot)
{
    /// <summary>True if every goal is met and no bound exceeded.</summary>
    public bool MeetsGoals => Trips.All(trip => Goal is null || trip.Instructions <= Goal)
        && Worst.All(each => each.IsWithinBound)
        && Boot.MeetsGoals;
}
