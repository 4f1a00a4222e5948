// A virtual CPU: everything about a guest that changes while it runs.
namespace MicroHV.Kernel.Vcpu;

using System;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

/// <summary>
/// The mutable state of one virtual CPU, without pointers: host-physical addresses and indexes only. Offsets that assembly
/// uses come from here.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x340)]
public unsafe struct Vcpu
{
    /// <summary>Registers that the world switch loads and stores; RSP (and RAX on SVM) live in the control block.</summary>
    [FieldOffset(0x000)] public GuestRegisters Registers;

    /// <summary>XMM0 to XMM15, saved at every exit because the kernel's C# uses them.</summary>
    [FieldOffset(0x080)] public fixed byte Xmm[256];

    /// <summary>CR2: neither control block of VMX has it, and the host may change it.</summary>
    [FieldOffset(0x180)] public ulong Cr2;

    /// <summary>Host-physical address of the VMCS or VMCB.</summary>
    [FieldOffset(0x188)] public ulong ControlBlock;

    /// <summary>Root of the nested tables.</summary>
    [FieldOffset(0x190)] public ulong NestedRoot;

    /// <summary>Root of the host address space that sees this partition.</summary>
    [FieldOffset(0x198)] public ulong HostRoot;

    /// <summary>Host-physical address of the extended-state area.</summary>
    [FieldOffset(0x1A0)] public ulong ExtendedState;

    /// <summary>XCR0 of the guest while it does not have the CPU.</summary>
    [FieldOffset(0x1A8)] public ulong Xcr0;

    /// <summary>DR0 to DR3 while it does not have the CPU.</summary>
    [FieldOffset(0x1B0)] public fixed ulong DebugAddresses[4];

    /// <summary>DR6 while it does not have the CPU (VMX; SVM keeps it in the VMCB).</summary>
    [FieldOffset(0x1D0)] public ulong Dr6;

    /// <summary>MSRs that a VMCS does not switch, in the order of <see cref="SwitchedMsrs"/>, while it does not have the CPU.</summary>
    [FieldOffset(0x1D8)] public fixed ulong Msrs[SwitchedMsrs.Count];

    /// <summary>CR0 as the guest believes it to be.</summary>
    [FieldOffset(0x218)] public ulong Cr0Shadow;

    /// <summary>CR4 as the guest believes it to be.</summary>
    [FieldOffset(0x220)] public ulong Cr4Shadow;

    /// <summary>IA32_EFER as the guest believes it to be.</summary>
    [FieldOffset(0x228)] public ulong EferShadow;

    /// <summary>CR8 as the guest believes it to be: bits 7:4 of the task priority in its APIC page.</summary>
    [FieldOffset(0x230)] public ulong Cr8Shadow;

    /// <summary>IA32_TSC_AUX while it does not have the CPU.</summary>
    [FieldOffset(0x238)] public ulong TscAux;

    /// <summary>The event to deliver at the next entry.</summary>
    [FieldOffset(0x240)] public GuestEvent Pending;

    /// <summary>Index of its record.</summary>
    [FieldOffset(0x24C)] public uint Index;

    /// <summary>Index of its partition.</summary>
    [FieldOffset(0x250)] public uint PartitionIndex;

    /// <summary>VPID or ASID.</summary>
    [FieldOffset(0x254)] public uint GuestTag;

    /// <summary>What it did wrong, if the last verdict was <see cref="Verdict.PartitionError"/>.</summary>
    [FieldOffset(0x258)] public HealthEvent Error;

    /// <summary>1 once the processor has entered the guest by its control block, else 0.</summary>
    [FieldOffset(0x25C)] public uint IsLaunched;

    /// <summary>What it reported, if the last verdict was <see cref="Verdict.PartitionEnd"/>.</summary>
    [FieldOffset(0x260)] public ulong ExitCode;

    /// <summary>Not 0 if cached translations of its tag must be dropped before the next entry.</summary>
    [FieldOffset(0x268)] public uint MustFlush;

    /// <summary>What has changed and the control block does not know yet.</summary>
    [FieldOffset(0x26C)] public StaleState Stale;

    /// <summary>IA32_PAT as the guest believes it to be.</summary>
    [FieldOffset(0x270)] public ulong PatShadow;

    /// <summary>CR3, current while a control-register exit is handled.</summary>
    [FieldOffset(0x278)] public ulong Cr3;

    /// <summary>First page-directory-pointer-table entry of PAE paging.</summary>
    [FieldOffset(0x280)] public ulong Pdpte0;

    /// <summary>Second page-directory-pointer-table entry of PAE paging.</summary>
    [FieldOffset(0x288)] public ulong Pdpte1;

    /// <summary>Third page-directory-pointer-table entry of PAE paging.</summary>
    [FieldOffset(0x290)] public ulong Pdpte2;

    /// <summary>Fourth page-directory-pointer-table entry of PAE paging.</summary>
    [FieldOffset(0x298)] public ulong Pdpte3;

    /// <summary>Where the host last saw this guest's memory.</summary>
    [FieldOffset(0x2A0)] public GuestViews Views;

    /// <summary>Host-physical address of the first region record of its partition, in the blob.</summary>
    [FieldOffset(0x2D0)] public ulong RegionsAddress;

    /// <summary>Number of region records there.</summary>
    [FieldOffset(0x2D8)] public ulong RegionCount;

    /// <summary>Host-physical address of the first CPUID mask of its partition, in the blob.</summary>
    [FieldOffset(0x2E0)] public ulong CpuidMasksAddress;

    /// <summary>Number of CPUID masks there.</summary>
    [FieldOffset(0x2E8)] public ulong CpuidMaskCount;

    /// <summary>Host-physical address of the page of its virtual local APIC.</summary>
    [FieldOffset(0x2F0)] public ulong ApicPage;

    /// <summary>TSC at which its timer must be looked at; the largest number if not at all.</summary>
    [FieldOffset(0x2F8)] public ulong TimerTsc;

    /// <summary>The vector that its virtual local APIC would deliver now; 0 if none.</summary>
    [FieldOffset(0x300)] public uint ReadyVector;

    /// <summary>1 if the guest is to be stopped as soon as it can take an interrupt, else 0.</summary>
    [FieldOffset(0x304)] public uint AwaitsInterruptWindow;

    /// <summary>The vector requested at the start of each of its windows; 0 for none.</summary>
    [FieldOffset(0x308)] public uint WindowVector;

    /// <summary>What it does with its time.</summary>
    [FieldOffset(0x30C)] public VcpuActivity Activity;

    /// <summary>Bits 31:16 of EBX in CPUID leaf 1: its APIC id, and one logical processor.</summary>
    [FieldOffset(0x310)] public uint CpuidApicId;

    /// <summary>The number that it has for the event that it raises.</summary>
    [FieldOffset(0x314)] public uint RaisedCode;

    /// <summary>Its words for the event that it raises.</summary>
    [FieldOffset(0x318)] public fixed byte RaisedMessage[HealthRecord.MessageSizeBytes];

    /// <summary>The life of its partition that it was reset for.</summary>
    [FieldOffset(0x338)] public uint Life;

    /// <summary>1 while a CPU has it, else 0.</summary>
    [FieldOffset(0x33C)] public uint IsOnCpu;

    /// <summary>The regions of its partition.</summary>
    public readonly ReadOnlySpan<RegionRecord> Regions =>
        new ReadOnlySpan<RegionRecord>(Cpu.Frame(new HostPhysical(RegionsAddress)), (int)RegionCount);

    /// <summary>What CPUID hides from its partition.</summary>
    public readonly ReadOnlySpan<CpuidMaskRecord> CpuidMasks =>
        new ReadOnlySpan<CpuidMaskRecord>(Cpu.Frame(new HostPhysical(CpuidMasksAddress)), (int)CpuidMaskCount);

    /// <summary>Forgets all that belongs to a life: what is left is what boot made, and who it is.</summary>
    public void Forget()
    {
        Vcpu kept = this;
        this = default;
        Index = kept.Index;
        PartitionIndex = kept.PartitionIndex;
        ControlBlock = kept.ControlBlock;
        NestedRoot = kept.NestedRoot;
        HostRoot = kept.HostRoot;
        ExtendedState = kept.ExtendedState;
        ApicPage = kept.ApicPage;
        GuestTag = kept.GuestTag;
        RegionsAddress = kept.RegionsAddress;
        RegionCount = kept.RegionCount;
        CpuidMasksAddress = kept.CpuidMasksAddress;
        CpuidMaskCount = kept.CpuidMaskCount;
        Life = kept.Life;
        IsOnCpu = kept.IsOnCpu;
    }

    /// <summary>
    /// General register <paramref name="number"/>, 0 to 15, as an instruction counts them. RSP, number 4, is current only
    /// while a control-register exit is handled.
    /// </summary>
    public ulong GeneralRegister(uint number)
    {
        fixed (GuestRegisters* registers = &Registers)
        {
            return ((ulong*)registers)[number & 15];
        }
    }

    /// <summary>
    /// Gives general register <paramref name="number"/>, 0 to 15, a value. RSP, number 4, is then
    /// <see cref="StaleState.StackPointer"/>.
    /// </summary>
    public void SetGeneralRegister(uint number, ulong value)
    {
        fixed (GuestRegisters* registers = &Registers)
        {
            ((ulong*)registers)[number & 15] = value;
        }
    }
}
