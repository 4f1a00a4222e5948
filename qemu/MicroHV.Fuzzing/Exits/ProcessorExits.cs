// Exits that take more than a word to describe, as either vendor's processor tells of them.
using MicroHV.Kernel.Backends;
using MicroHV.Fuzzing.Boots;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Fuzzing.Exits;

/// <summary>More exits for scripts: see <see cref="GuestExit"/>.</summary>
internal static class ProcessorExits
{
    private const uint MovTo = 0;
    private const uint MovFrom = 1;
    private const uint Clts = 2;
    private const uint Lmsw = 3;
    private const byte SizeOverride = 0x66;

    /// <summary>MOV to control register <paramref name="number"/> from RBX, which holds <paramref name="value"/>.</summary>
    public static GuestExit MoveToControlRegister(uint number, ulong value) => OfControlRegister(
        number, MovTo, general: 3, Move(0x22, number, general: 3), (ref vcpu) => vcpu.Registers.Rbx = value);

    /// <summary>MOV from control register <paramref name="number"/> to general register <paramref name="general"/>.</summary>
    public static GuestExit MoveFromControlRegister(uint number, uint general) =>
        OfControlRegister(number, MovFrom, general, Move(0x20, number, general), (ref _) => { });

    /// <summary>MOV to control register <paramref name="number"/> from RSP.</summary>
    public static GuestExit MoveStackPointerTo(uint number) =>
        OfControlRegister(number, MovTo, general: 4, Move(0x22, number, general: 4), (ref _) => { });

    /// <summary>CLTS.</summary>
    public static GuestExit ClearTaskSwitched() => OfControlRegister(0, Clts, 0, [0x0F, 0x06], (ref _) => { });

    /// <summary>LMSW from BX, which holds <paramref name="value"/>.</summary>
    public static GuestExit LoadStatusWord(ushort value) => OfControlRegister(
        0, Lmsw, 0, [0x0F, 0x01, 0xF3], (ref vcpu) => vcpu.Registers.Rbx = value, (ulong)value << 16);

    /// <summary>LMSW from memory: SVM says nothing of the value.</summary>
    public static GuestExit LoadStatusWordFromMemory() =>
        OfControlRegister(0, Lmsw, 0, [0x0F, 0x01, 0x37], (ref _) => { });

    /// <summary>SMSW to RBX, as <paramref name="instruction"/> writes it: it exits on SVM only.</summary>
    public static GuestExit StoreStatusWord(byte[] instruction) =>
        OfControlRegister(0, MovFrom, 3, instruction, (ref _) => { });

    /// <summary>XSETBV of ECX, EDX:EAX.</summary>
    public static GuestExit Xsetbv(uint register, ulong value) => new()
    {
        VmxReason = VmxExitReason.Xsetbv,
        SvmCode = SvmExitCode.Xsetbv,
        Instruction = [0x0F, 0x01, 0xD1],
        Act = (ref vcpu) => (vcpu.Registers.Rcx, vcpu.Registers.Rax, vcpu.Registers.Rdx) =
            (register, (uint)value, value >> 32),
    };

    /// <summary>IN or OUT of <paramref name="width"/> bytes, or INS or OUTS.</summary>
    public static GuestExit Port(ushort port, uint width, bool isRead, bool isString = false)
    {
        ulong vmx = ((ulong)port << 16) | (width - 1) | (isRead ? 8ul : 0) | (isString ? 16ul : 0);
        ulong svm = ((ulong)port << 16) | (width << 4) | (isRead ? 1ul : 0) | (isString ? 4ul : 0);
        byte opcode = (byte)((isString ? 0x6C : 0xEC) | (isRead ? 0 : 2) | (width == 1 ? 0 : 1));
        return new()
        {
            VmxReason = VmxExitReason.IoInstruction,
            VmxQualification = vmx,
            SvmCode = SvmExitCode.Ioio,
            ExitInfo1 = svm,
            Instruction = width == 2 ? [SizeOverride, opcode] : [opcode],
        };
    }

    /// <summary>A hardware exception without an error code.</summary>
    public static GuestExit Exception(byte vector, ulong qualification = 0) => new()
    {
        VmxReason = VmxExitReason.ExceptionOrNmi,
        VmxQualification = qualification,
        VmxInterruption = 0x8000_0300u | vector,
        SvmCode = SvmExitCode.Exception0 + vector,
    };

    /// <summary>An exit with nothing to it but an instruction.</summary>
    public static GuestExit Instruction(VmxExitReason vmx, SvmExitCode svm, params byte[] instruction) =>
        new() { VmxReason = vmx, SvmCode = svm, Instruction = instruction };

    private static byte[] Move(byte opcode, uint number, uint general)
    {
        byte rex = (byte)(0x40 | (number >= 8 ? 4 : 0) | (general >= 8 ? 1 : 0));
        byte modRm = (byte)(0xC0 | ((number & 7) << 3) | (general & 7));
        return rex == 0x40 ? [0x0F, opcode, modRm] : [rex, 0x0F, opcode, modRm];
    }

    private static GuestExit OfControlRegister(
        uint number, uint type, uint general, byte[] instruction, GuestAct act, ulong more = 0) => new()
    {
        VmxReason = VmxExitReason.ControlRegisterAccess,
        VmxQualification = number | (type << 4) | (general << 8) | more,
        SvmCode = (type, number) switch
        {
            (MovFrom, _) => SvmExitCode.Cr0Read,
            (_, 4) => SvmExitCode.Cr4Write,
            (MovTo, _) => SvmExitCode.Cr0Write,
            _ => SvmExitCode.Cr0SelectiveWrite,
        },
        Instruction = instruction,
        Act = act,
    };
}
