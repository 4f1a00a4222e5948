// Control-register accesses of a VMX guest: what it wants to write, or which register it wants to have.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>SDM 3C, "Exit Qualification for Control-Register Accesses".</summary>
internal static unsafe class VmxControlRegisterExit
{
    private const ulong MovTo = 0;
    private const ulong MovFrom = 1;
    private const ulong Clts = 2;
    private const uint RspNumber = 4;

    private const ulong LongCode = 1UL << 13;

    // LMSW writes PE, MP, EM and TS, and cannot clear PE.
    private const ulong LmswBits = CR0.MP | CR0.EM | CR0.TS;

    /// <summary>Fills <paramref name="exit"/>, with the whole value that the register would get.</summary>
    internal static void Decode(ref Vcpu vcpu, ref VmExit exit)
    {
        ulong qualification = VmxSwitch.Read(VmcsField.ExitQualification);
        exit.Qualification = qualification;
        exit.InstructionLength = (uint)VmxSwitch.Read(VmcsField.VmExitInstructionLength);
        exit.Kind = ExitKind.ControlRegisterWrite;
        exit.Address = qualification & 15;
        uint general = (uint)(qualification >> 8) & 15;
        ulong believed = VmxGuestState.BelievedCr0(ref vcpu);
        vcpu.Cr0Shadow = believed;
        vcpu.Cr3 = VmxSwitch.Read(VmcsField.GuestCr3);
        bool isLongCode = (VmxSwitch.Read(VmcsField.GuestCsAccessRights) & LongCode) != 0;
        bool isLong = (vcpu.EferShadow & EFER.LMA) != 0;
        exit.Flag = isLongCode && isLong;
        exit.IsLongModeBarred = isLongCode
            || (!isLong && ControlBits.IsTaskOf16Bits((uint)VmxSwitch.Read(VmcsField.GuestTrAccessRights)));
        if (general == RspNumber)
        {
            vcpu.Registers.Rsp = VmxSwitch.Read(VmcsField.GuestRsp);
        }

        switch ((qualification >> 4) & 3)
        {
            case MovTo:
                ulong operand = vcpu.GeneralRegister(general);
                exit.Value = exit.Flag ? operand : (uint)operand;
                return;
            case MovFrom:
                exit.Kind = ExitKind.ControlRegisterRead;
                exit.Operand = general;
                return;
            case Clts:
                exit.Address = 0;
                exit.Value = believed & ~CR0.TS;
                return;
            default:
                exit.Address = 0;
                ulong source = (qualification >> 16) & 0xFFFF;
                exit.Value = (believed & ~LmswBits) | (source & (LmswBits | CR0.PE));
                return;
        }
    }
}
