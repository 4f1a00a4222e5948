// A pointer to a virtual CPU that a delegate can take.
namespace MicroHV.Model;

using MicroHV.Kernel.Vcpu;

/// <summary>A virtual CPU of the kernel under test.</summary>
public readonly unsafe struct VcpuPointer
{
    private readonly Vcpu* _vcpu;

    /// <summary>Wraps <paramref name="vcpu"/>, which stays where it is while the guest runs.</summary>
    public VcpuPointer(Vcpu* vcpu) => _vcpu = vcpu;

    /// <summary>The virtual CPU.</summary>
    public ref Vcpu Value => ref *_vcpu;
}
