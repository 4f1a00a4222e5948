// Control-register accesses of an SVM guest: what it wants to write, or which register it wants to have.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;
using MicroHV.Kernel.Vcpu.Decoding;

/// <summary>Decodes the instruction: EXITINFO1 names the register only on processors with decode assists.</summary>
internal static unsafe class SvmControlRegisterExit
{
    private const ulong LmswBits = CR0.MP | CR0.EM | CR0.TS;

    /// <summary>Fills <paramref name="exit"/>, with the whole value that the register would get.</summary>
    internal static void Decode(Vmcb* vmcb, ref Vcpu vcpu, ref VmExit exit)
    {
        exit.Kind = ExitKind.ControlRegisterWrite;
        ulong believed = SvmGuestState.BelievedCr0(vmcb, ref vcpu);
        vcpu.Cr0Shadow = believed;
        vcpu.Cr3 = vmcb->Cr3;
        if (!SvmInstruction.TryDecode(vmcb, ref vcpu, out ExitInstruction exiting))
        {
            return;
        }

        vcpu.Registers.Rsp = vmcb->Rsp;
        ulong operand = vcpu.GeneralRegister(exiting.GeneralRegister);
        bool isLong = SvmInstruction.IsLongCode(vmcb, in vcpu);
        exit.Flag = isLong;
        exit.IsLongModeBarred = SvmInstruction.HasLongCode(vmcb) || ControlBits.IsTaskOf16Bits(vmcb->Tr.Attributes);
        exit.Address = exiting.SystemRegister;
        switch (exiting.Kind)
        {
            case ExitInstructionKind.MovToCr:
                exit.Value = isLong ? operand : (uint)operand;
                break;
            case ExitInstructionKind.MovFromCr:
                exit.Kind = ExitKind.ControlRegisterRead;
                exit.Operand = exiting.GeneralRegister;
                break;
            case ExitInstructionKind.Smsw when !exiting.IsMemory:
                exit.Kind = ExitKind.ControlRegisterRead;
                exit.Operand = exiting.GeneralRegister;
                exit.Value = exiting.IsWord ? ~(ulong)ushort.MaxValue : 0;
                break;
            case ExitInstructionKind.Clts:
                exit.Value = believed & ~CR0.TS;
                break;
            case ExitInstructionKind.Lmsw when !exiting.IsMemory:
                exit.Value = (believed & ~LmswBits) | (operand & (LmswBits | CR0.PE));
                break;
            default:
                // Not what exited, or LMSW or SMSW with a memory operand: length 0 makes it an illegal request.
                return;
        }

        exit.InstructionLength = exiting.Length;
    }
}
