// One exit, decoded.
namespace MicroHV.Kernel.Vcpu;

/// <summary>What a guest did, as far as its handler needs to know. Fields that a kind does not mention are zero.</summary>
public struct VmExit
{
    /// <summary>What happened.</summary>
    public ExitKind Kind;

    /// <summary>Length in bytes of the instruction that exited; 0 if it is not known.</summary>
    public uint InstructionLength;

    /// <summary>
    /// Port: the port. Msr: its number. NestedPageFault: the guest-physical address. ControlRegisterWrite and -Read: the
    /// register's number. Exception: the vector.
    /// </summary>
    public ulong Address;

    /// <summary>Exception: the same event, ready to be delivered to the guest.</summary>
    public GuestEvent Event;

    /// <summary>
    /// ControlRegisterWrite: the value. ControlRegisterRead: the bits of the general register that stay. PortIo: the width in
    /// bytes.
    /// </summary>
    public ulong Value;

    /// <summary>ControlRegisterRead: number of the general register. NestedPageFault: the access, as <c>RegionRights</c> bits. Hypercall and Xsetbv: the current privilege level.</summary>
    public uint Operand;

    /// <summary>
    /// PortIo: IN rather than OUT. Hlt: interrupts were on. ControlRegisterWrite: in 64-bit mode.
    /// </summary>
    public bool Flag;

    /// <summary>PortIo: INS or OUTS.</summary>
    public bool IsString;

    /// <summary>ControlRegisterWrite: CS or TR is what long mode must not begin with.</summary>
    public bool IsLongModeBarred;

    /// <summary>The vendor's exit reason or exit code; the VM-instruction error if VMLAUNCH or VMRESUME failed.</summary>
    public ulong VendorReason;

    /// <summary>
    /// VMX: exit qualification, or 1 for VMfailInvalid and 2 for VMfailValid if VMLAUNCH or VMRESUME failed. SVM: EXITINFO1.
    /// </summary>
    public ulong Qualification;

    /// <summary>EntryFailed: the processor refused controls or host state, so the fault is the kernel's.</summary>
    public bool IsKernelFault;
}
