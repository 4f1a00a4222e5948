// What stops a guest of the software machine, in both vendors' words.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Stop;
using MicroHV.Model;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Fuzzing.Boots;

/// <summary>Changes a guest's registers as its own code would.</summary>
internal delegate void GuestAct(ref GuestCpu vcpu);

/// <summary>One exit: the instruction, and what the control block says of it.</summary>
internal sealed record GuestExit
{
    /// <summary>Basic exit reason.</summary>
    public required VmxExitReason VmxReason { get; init; }

    /// <summary>EXITCODE.</summary>
    public required SvmExitCode SvmCode { get; init; }

    /// <summary>Exit qualification.</summary>
    public ulong VmxQualification { get; init; }

    /// <summary>EXITINFO1.</summary>
    public ulong ExitInfo1 { get; init; }

    /// <summary>EXITINFO2; of a port exit, the address of the next instruction stands there instead.</summary>
    public ulong ExitInfo2 { get; init; }

    /// <summary>The instruction; empty if it is not an instruction that exits.</summary>
    public byte[] Instruction { get; init; } = [];

    /// <summary>Guest-physical address of a nested page fault.</summary>
    public ulong Address { get; init; }

    /// <summary>Event that was being delivered (IDT-vectoring information, EXITINTINFO).</summary>
    public ulong InterruptedEvent { get; init; }

    /// <summary>Interruption information of VMX, for exceptions.</summary>
    public ulong VmxInterruption { get; init; }

    /// <summary>RFLAGS at the exit.</summary>
    public ulong Rflags { get; init; } = 0x202;

    /// <summary>True if it comes from CPL 3, in which the guest then stays.</summary>
    public bool IsUser { get; init; }

    /// <summary>True if it comes from CPL 0 again, in which the guest then stays.</summary>
    public bool IsBackInKernel { get; init; }

    /// <summary>True if STI or MOV SS came just before.</summary>
    public bool IsInShadow { get; init; }

    /// <summary>True if the guest cannot be entered behind it: its next entry is checked by the rules.</summary>
    public bool BreaksEntry { get; init; }

    /// <summary>The hypercall that it makes, with its first argument; null if it is none.</summary>
    public (Hypercall Number, ulong First)? Call { get; init; }

    /// <summary>The MSR that it writes, with the value; null if it writes none.</summary>
    public (uint Number, ulong Value)? Write { get; init; }

    /// <summary>What the guest did to its registers before.</summary>
    public GuestAct Act { get; init; } = (ref _) => { };

    public static GuestExit Cpuid(uint leaf, uint subleaf = 0) => new()
    {
        VmxReason = VmxExitReason.Cpuid,
        SvmCode = SvmExitCode.Cpuid,
        Instruction = [0x0F, 0xA2],
        Act = (ref vcpu) => (vcpu.Registers.Rax, vcpu.Registers.Rcx) = (leaf, subleaf),
    };

    public static GuestExit Hypercall(ProcessorKind kind, Hypercall number, ulong first = 0, ulong second = 0) => new()
    {
        VmxReason = VmxExitReason.Vmcall,
        SvmCode = SvmExitCode.Vmmcall,
        Instruction = kind == ProcessorKind.Intel ? [0x0F, 0x01, 0xC1] : [0x0F, 0x01, 0xD9],
        Call = (number, first),
        Act = (ref vcpu) =>
            (vcpu.Registers.Rax, vcpu.Registers.Rdi, vcpu.Registers.Rsi) = ((ulong)number, first, second),
    };

    public static GuestExit ReadMsr(uint msr) => new()
    {
        VmxReason = VmxExitReason.Rdmsr,
        SvmCode = SvmExitCode.Msr,
        Instruction = [0x0F, 0x32],
        Act = (ref vcpu) => vcpu.Registers.Rcx = msr,
    };

    public static GuestExit WriteMsr(uint msr, ulong value) => new()
    {
        VmxReason = VmxExitReason.Wrmsr,
        SvmCode = SvmExitCode.Msr,
        ExitInfo1 = 1,
        Instruction = [0x0F, 0x30],
        Write = (msr, value),
        Act = (ref vcpu) => (vcpu.Registers.Rcx, vcpu.Registers.Rax, vcpu.Registers.Rdx) =
            (msr, (uint)value, value >> 32),
    };

    public static GuestExit In(ushort port) => new()
    {
        VmxReason = VmxExitReason.IoInstruction,
        VmxQualification = ((ulong)port << 16) | (1 << 3),
        SvmCode = SvmExitCode.Ioio,
        ExitInfo1 = ((ulong)port << 16) | (1 << 4) | 1,
        Instruction = [0xEC],
        Act = (ref vcpu) => vcpu.Registers.Rdx = port,
    };

    /// <summary>An access to memory that the nested tables refuse; only its strongest right is reported.</summary>
    public static GuestExit Touch(ulong address, RegionRights access) => new()
    {
        VmxReason = VmxExitReason.EptViolation,
        VmxQualification = (ulong)access,
        SvmCode = SvmExitCode.NestedPageFault,
        ExitInfo1 = access switch
        {
            RegionRights.Execute => 0x1_0000_0014,
            RegionRights.Write => 0x1_0000_0006,
            _ => 0x1_0000_0004,
        },
        ExitInfo2 = address,
        Address = address,
    };

    public static GuestExit TripleFault() => new()
    {
        VmxReason = VmxExitReason.TripleFault,
        SvmCode = SvmExitCode.Shutdown,
    };

    public static GuestExit Hlt(bool areInterruptsOn) => new()
    {
        VmxReason = VmxExitReason.Hlt,
        SvmCode = SvmExitCode.Hlt,
        Instruction = [0xF4],
        Rflags = areInterruptsOn ? 0x202ul : 2,
    };

    public static GuestExit Nmi() => new()
    {
        VmxReason = VmxExitReason.ExceptionOrNmi,
        VmxInterruption = 0x8000_0202,
        SvmCode = SvmExitCode.Nmi,
    };

    /// <summary>
    /// An NMI that the kernel counts: an exit of VMX has taken it, and the kernel calls its handler; one of SVM has left it for STGI.
    /// </summary>
    public static GuestExit NmiOn(ProcessorKind kind) => kind == ProcessorKind.Intel
        ? Nmi()
        : Nmi() with { Act = (ref _) => SoftwareCpu.Current.ReceiveNmi() };

    /// <summary>A host exception of <paramref name="vector"/>, as an instruction that exits makes it of a kernel that is broken.</summary>
    public static unsafe GuestExit HostException(ulong vector) => Cpuid(1) with
    {
        Act = (ref _) =>
        {
            HostExceptionFrame frame = new() { Vector = vector };
            Kernel.Stop.Stop.Because(&frame);
        },
    };

    /// <summary>#AC with error code 0.</summary>
    public static GuestExit AlignmentCheck() => new()
    {
        VmxReason = VmxExitReason.ExceptionOrNmi,
        VmxInterruption = 0x8000_0B11,
        SvmCode = SvmExitCode.Exception0 + 17,
    };

    /// <summary>#MC: the processor reports broken hardware while a guest runs.</summary>
    public static GuestExit MachineCheck() => new()
    {
        VmxReason = VmxExitReason.ExceptionOrNmi,
        VmxInterruption = 0x8000_0312,
        SvmCode = SvmExitCode.Exception0 + 18,
    };

    /// <summary>
    /// An instruction that exits, behind which no processor of <paramref name="machine"/> enters the guest: its IDT has a limit beyond
    /// 16 bits, or its CR0 has NW without CD.
    /// </summary>
    public static unsafe GuestExit EntryBreak(SoftwareMachine machine, ProcessorKind kind) => Cpuid(1) with
    {
        BreaksEntry = true,
        Act = (ref vcpu) =>
        {
            const ulong NotWriteThrough = 1ul << 29;
            if (kind == ProcessorKind.Intel)
            {
                machine.Cpu.Vmx.Fields[VmcsField.GuestIdtrLimit] = 0x1_0000;
            }
            else
            {
                ((Vmcb*)machine.Ram(vcpu.ControlBlock))->Cr0 |= NotWriteThrough;
            }
        },
    };

    /// <summary>A reason that no processor gives.</summary>
    public static GuestExit Nonsense() => new() { VmxReason = (VmxExitReason)0x7FFF, SvmCode = (SvmExitCode)0x3FFF };
}
