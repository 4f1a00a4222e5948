// Exits as a case describes them: everything that a guest can make its processor say.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

namespace MicroHV.Fuzzing.Exits;

/// <summary>
/// Reads exits. What only the processor decides is as a processor has it: an exit names an exception that the kernel intercepts,
/// an interrupted event has the form of one, STI's shadow comes with IF.
/// </summary>
internal static class CaseExits
{
    private const ulong FreeFlags = RFLAGS.CF | RFLAGS.ZF | RFLAGS.TF | RFLAGS.IF | RFLAGS.NT | RFLAGS.RF | RFLAGS.AC
        | RFLAGS.IOPL | RFLAGS.ID;
    private const ulong EventValid = 1ul << 31;
    private const ulong EventHasErrorCode = 1ul << 11;
    private const byte DebugException = 1;

    // Exits without arguments, in both vendors' words; the last is none that the kernel asked for.
    private static readonly (VmxExitReason Vmx, SvmExitCode Svm)[] _plain =
    [
        (VmxExitReason.Invd, SvmExitCode.Invd),
        (VmxExitReason.Wbinvd, SvmExitCode.Wbinvd),
        (VmxExitReason.Rdpmc, SvmExitCode.Rdpmc),
        (VmxExitReason.Vmxon, SvmExitCode.Vmrun),
        (VmxExitReason.Invept, SvmExitCode.Invlpga),
        (VmxExitReason.Monitor, SvmExitCode.Monitor),
        (VmxExitReason.Mwait, SvmExitCode.MwaitConditional),
        (VmxExitReason.Getsec, SvmExitCode.Skinit),
        (VmxExitReason.Rsm, SvmExitCode.Rsm),
        (VmxExitReason.TaskSwitch, SvmExitCode.TaskSwitch),
        ((VmxExitReason)0x7FFF, (SvmExitCode)0x3FFF),
    ];

    // What a handler knows by name; any other number is as good as the next.
    private static readonly uint[] _msrs =
    [
        Msr.IA32_EFER, Msr.IA32_PAT, Msr.IA32_TSC_AUX, Msr.IA32_BIOS_SIGN_ID, Msr.IA32_DEBUGCTL, Msr.IA32_APIC_BASE,
        Msr.IA32_FEATURE_CONTROL, Msr.VM_CR, Msr.VM_HSAVE_PA, Msr.IA32_STAR,
    ];

    /// <summary>The next exit of <paramref name="input"/>.</summary>
    public static GuestExit Read(ref CaseBytes input, ProcessorKind kind)
    {
        GuestExit exit = ReadKind(ref input, kind);
        byte how = input.Byte();
        bool isUser = (how & 1) != 0 && MayBeUsers(exit);
        exit = exit with { IsUser = isUser, IsBackInKernel = !isUser, IsInShadow = (how & 2) != 0 };
        ulong flags = (how & 4) != 0 ? ((ulong)input.DoubleWord() & FreeFlags) | RFLAGS.Reset : exit.Rflags;
        exit = exit with { Rflags = exit.IsInShadow ? flags | RFLAGS.IF : flags };
        if (exit.Instruction.Length == 0 && (how & 8) != 0)
        {
            return Interrupting(exit, ref input, kind);
        }

        // The guest has written other bytes over it since, or there are prefixes before it.
        bool isRewritten = (how & 16) != 0;
        return isRewritten && exit.Instruction.Length != 0 ? Rewritten(exit, ref input) : exit;
    }

    // Other instructions that exit are privileged, and fault at CPL 3 before they could.
    private static bool MayBeUsers(GuestExit exit) => exit.VmxReason
        is VmxExitReason.Cpuid
        or VmxExitReason.Vmcall
        or VmxExitReason.Xsetbv
        or VmxExitReason.IoInstruction
        or VmxExitReason.ExceptionOrNmi
        or VmxExitReason.EptViolation
        or VmxExitReason.TaskSwitch
        or VmxExitReason.TripleFault;

    private static GuestExit ReadKind(ref CaseBytes input, ProcessorKind kind) => input.Choice(18) switch
    {
        0 => GuestExit.Cpuid((uint)input.Number(), (uint)input.Number()),
        1 => GuestExit.Hypercall(kind, (Hypercall)input.Choice(5), ReadAddress(ref input), input.Number()),
        2 => GuestExit.Hypercall(kind, (Hypercall)input.Number(), input.Number(), input.Number()),
        3 => GuestExit.ReadMsr(ReadMsr(ref input)),
        4 => GuestExit.WriteMsr(ReadMsr(ref input), input.Number()),
        5 => ProcessorExits.MoveToControlRegister(input.OneOf(0u, 4u, 8u), input.Number()),
        6 => ProcessorExits.MoveToControlRegister(0, CR0.PE | CR0.PG | input.Word()),
        7 => ProcessorExits.MoveToControlRegister(4, CR4.PAE | input.DoubleWord()),
        8 => ProcessorExits.MoveFromControlRegister(input.OneOf(0u, 8u), (uint)input.Choice(16)),
        9 => ReadRareControlRegister(ref input),
        10 => ProcessorExits.Xsetbv(input.Flag() ? 0 : (uint)input.Number(), input.Number()),
        11 => ProcessorExits.Port(input.Word(), 1u << input.Choice(3), input.Flag(), input.Flag()),
        12 => ReadException(ref input),
        13 => GuestExit.Touch(ReadAddress(ref input), (RegionRights)(1 << input.Choice(3))),
        14 => GuestExit.Hlt(input.Flag()),
        15 => ReadPlain(ref input),
        16 => input.Flag() ? GuestExit.Nmi() : GuestExit.TripleFault(),
        _ => GuestExit.Cpuid(1),
    };

    private static GuestExit ReadRareControlRegister(ref CaseBytes input) => input.Choice(4) switch
    {
        0 => ProcessorExits.ClearTaskSwitched(),
        1 => ProcessorExits.LoadStatusWord(input.Word()),
        2 => ProcessorExits.LoadStatusWordFromMemory(),
        _ => ProcessorExits.MoveStackPointerTo(input.OneOf(0u, 4u, 8u)),
    };

    private static GuestExit ReadException(ref CaseBytes input) => input.Flag()
        ? GuestExit.AlignmentCheck()
        : ProcessorExits.Exception(DebugException, input.Word());

    private static GuestExit ReadPlain(ref CaseBytes input)
    {
        (VmxExitReason vmx, SvmExitCode svm) = _plain[input.Choice(_plain.Length)];
        return ProcessorExits.Instruction(vmx, svm, 0x0F, input.Byte());
    }

    private static uint ReadMsr(ref CaseBytes input)
    {
        byte number = input.Byte();
        return number < 0xE0 ? _msrs[number % _msrs.Length] : (uint)input.Number();
    }

    private static ulong ReadAddress(ref CaseBytes input) => input.Choice(4) switch
    {
        0 => SmallSystem.MemoryBase + input.Word(),
        1 => SmallSystem.MemoryBase + SmallSystem.MemorySizeBytes - input.Byte(),
        2 => SmallSystem.Mailbox + input.Word(),
        _ => input.Number(),
    };

    private static GuestExit Rewritten(GuestExit exit, ref CaseBytes input)
    {
        byte[] prefixes = input.Bytes(input.Choice(4)).ToArray();
        byte[] bytes = input.Flag() ? [.. prefixes, .. exit.Instruction] : [.. prefixes, 0x90];
        return exit with { Instruction = bytes };
    }

    // SDM 3C, "Information for VM Exits During Event Delivery": an interrupt, an NMI, exceptions with and without code, INT n, INT3.
    private static GuestExit Interrupting(GuestExit exit, ref CaseBytes input, ProcessorKind kind)
    {
        byte vector = input.Byte();

        // A processor that delivers something is in nobody's shadow, and takes interrupts only with IF.
        exit = exit with { IsInShadow = false, Rflags = exit.Rflags | RFLAGS.IF };
        ulong software = EventValid | (4 << 8) | vector;
        return input.Choice(6) switch
        {
            0 => exit with { InterruptedEvent = EventValid | (byte)(vector | 0x20) },
            1 => exit with { InterruptedEvent = EventValid | (2 << 8) | 2 },
            2 => exit with { InterruptedEvent = ((ulong)vector << 32) | EventValid | EventHasErrorCode | (3 << 8) | 14 },
            3 => exit with { InterruptedEvent = EventValid | (3 << 8) | 6 },
            4 => exit with { InterruptedEvent = software, Instruction = [0xCD, vector] },
            5 when kind != ProcessorKind.Intel => exit with { InterruptedEvent = EventValid | (3 << 8) | 3 },
            _ => exit with { InterruptedEvent = EventValid | (6 << 8) | 3, Instruction = [0xCC] },
        };
    }
}
