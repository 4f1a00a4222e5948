// How far a campaign has come.
namespace MicroHV.Campaigns.Running;

/// <summary>Told after rows were kept.</summary>
/// <param name="Lane">Which lane is at work.</param>
/// <param name="Done">Runs of the shard that are kept, of all lanes.</param>
/// <param name="Total">Runs of the shard, of all lanes.</param>
/// <param name="PerSecond">Runs a second since this process began.</param>
internal readonly record struct CampaignProgress(string Lane, long Done, long Total, double PerSecond)
{
    /// <summary>Time that the rest takes at this rate; null while that is not known.</summary>
    public TimeSpan? Left => PerSecond > 0 ? TimeSpan.FromSeconds((Total - Done) / PerSecond) : null;
}
