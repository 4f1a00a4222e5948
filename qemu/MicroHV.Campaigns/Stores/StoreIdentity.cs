// Which campaign a store belongs to.
using System.Security.Cryptography;
using System.Text;
using MicroHV.Campaigns.Files;
using MicroHV.Kernel.Root;
using MicroHV.Partitions.Blobs;

namespace MicroHV.Campaigns.Stores;

/// <summary>Rows of two stores may lie in one if their digests are the same.</summary>
/// <param name="Digest">SHA-256 of what decides outcomes: the campaign, the system's blob, the kernel's sources and this library.</param>
/// <param name="Name">Name of the campaign.</param>
/// <param name="Text">The campaign file.</param>
/// <param name="Runs">Runs on all lanes.</param>
internal sealed record StoreIdentity(string Digest, string Name, string Text, long Runs)
{
    /// <summary>The identity of <paramref name="plan"/>, run by this build.</summary>
    /// <param name="plan">The campaign.</param>
    /// <param name="kernel">The kernel that is shipped, as far as a lane runs it.</param>
    public static StoreIdentity Of(CampaignPlan plan, ReadOnlySpan<byte> kernel = default)
    {
        byte[] blob = BlobWriter.Write(plan.System, new BlobOptions { FrameLimit = plan.Frames });
        Guid[] builds = [typeof(Start).Module.ModuleVersionId, typeof(StoreIdentity).Module.ModuleVersionId];
        byte[] digest = SHA256.HashData(
            [.. Encoding.UTF8.GetBytes(plan.Text), 0, .. blob, .. kernel, .. builds.SelectMany(build => build.ToByteArray())]);
        return new StoreIdentity(Convert.ToHexStringLower(digest), plan.Name, plan.Text, plan.Planned);
    }
}
