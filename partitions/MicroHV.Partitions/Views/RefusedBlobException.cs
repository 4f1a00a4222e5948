// A blob that the kernel would refuse.
using MicroHV.Kernel.Config;

namespace MicroHV.Partitions.Views;

/// <summary>The kernel's own checks refuse a blob.</summary>
/// <param name="verdict">What they say.</param>
public sealed class RefusedBlobException(ConfigVerdict verdict)
    : Exception($"the kernel would refuse this blob: {verdict.Reason}")
{
    /// <summary>What the checks say, with its numbers.</summary>
    public ConfigVerdict Verdict => verdict;
}
