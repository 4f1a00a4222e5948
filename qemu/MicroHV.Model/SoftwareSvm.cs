// SVM of the software machine.
namespace MicroHV.Model;

using System;

/// <summary>The guest, and where the host's hidden registers are kept.</summary>
public sealed class SoftwareSvm
{
    /// <summary>Host-physical address that VMSAVE was last given.</summary>
    public ulong HostState { get; set; }

    /// <summary>The guest: gets the virtual CPU and the VMCB's host-physical address and changes the VMCB as an exit would.</summary>
    public Action<VcpuPointer, ulong> OnEnter { get; set; } = (_, _) => throw new InvalidOperationException("no guest was given");
}
