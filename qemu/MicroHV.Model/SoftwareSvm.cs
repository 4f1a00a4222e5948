// SVM of one CPU of the software machine.
namespace MicroHV.Model;

/// <summary>Where the host's hidden registers are kept.</summary>
public sealed class SoftwareSvm
{
    /// <summary>Host-physical address that VMSAVE was last given.</summary>
    public ulong HostState { get; set; }
}
