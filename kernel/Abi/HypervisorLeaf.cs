// What CPUID says of the hypervisor.
namespace MicroHV.Kernel.Abi;

/// <summary>
/// Leaves of CPUID that the kernel itself answers. The rest of 40000000H to 400000FFH is zero, and so are all registers that
/// are not named here.
/// </summary>
public enum HypervisorLeaf : uint
{
    /// <summary>EAX: the last of these leaves. EBX, ECX and EDX: the text "MicroHV" and zeros, lowest byte of EBX first.</summary>
    Signature = 0x4000_0000,

    /// <summary>EAX: <see cref="InformationPage.ExpectedLayoutVersion"/>. EBX: number of the partition.</summary>
    Partition = 0x4000_0001,
}
