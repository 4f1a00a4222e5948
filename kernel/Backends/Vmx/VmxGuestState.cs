// The guest-state area of a VMCS: first state in, dump out.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>Moves architectural state between a <see cref="CpuState"/> and the current VMCS.</summary>
internal static class VmxGuestState
{
    // Fields of one segment register lie at the same distance from ES's in each group of the VMCS, two per register.
    private const uint SegmentStride = 2;

    /// <summary>Interruptibility state: the shadow of STI, and that of MOV SS.</summary>
    internal const ulong BlockingByStiOrMovSs = 3;

    /// <summary>Writes all of the guest-state area.</summary>
    internal static void Write(ref Vcpu vcpu, in CpuState state)
    {
        WriteSegment(0, in state.Es);
        WriteSegment(1, in state.Cs);
        WriteSegment(2, in state.Ss);
        WriteSegment(3, in state.Ds);
        WriteSegment(4, in state.Fs);
        WriteSegment(5, in state.Gs);
        WriteSegment(6, in state.Ldtr);
        WriteSegment(7, in state.Tr);
        VmxSwitch.Write(VmcsField.GuestGdtrBase, state.Gdtr.Base);
        VmxSwitch.Write(VmcsField.GuestGdtrLimit, state.Gdtr.Limit);
        VmxSwitch.Write(VmcsField.GuestIdtrBase, state.Idtr.Base);
        VmxSwitch.Write(VmcsField.GuestIdtrLimit, state.Idtr.Limit);
        VmxSwitch.Write(VmcsField.GuestCr3, state.Cr3);
        VmxSwitch.Write(VmcsField.GuestDr7, state.Dr7);
        VmxSwitch.Write(VmcsField.GuestRsp, state.General.Rsp);
        VmxSwitch.Write(VmcsField.GuestRip, state.Rip);
        VmxSwitch.Write(VmcsField.GuestRflags, state.Rflags);
        VmxSwitch.Write(VmcsField.GuestSysenterCs, 0);
        VmxSwitch.Write(VmcsField.GuestSysenterEsp, 0);
        VmxSwitch.Write(VmcsField.GuestSysenterEip, 0);
        VmxSwitch.Write(VmcsField.GuestDebugCtl, 0);
        VmxSwitch.Write(VmcsField.GuestPendingDebugExceptions, 0);
        VmxSwitch.Write(VmcsField.GuestInterruptibilityState, 0);
        VmxSwitch.Write(VmcsField.GuestActivityState, 0);
        VmxSwitch.Write(VmcsField.VmcsLinkPointer, ulong.MaxValue);
        WriteControlRegisters(ref vcpu);
        WriteMsrs(ref vcpu);
        WritePagePointers(ref vcpu);
    }

    /// <summary>Brings the VMCS in line with what handlers changed.</summary>
    internal static void WriteStale(ref Vcpu vcpu)
    {
        if ((vcpu.Stale & StaleState.ControlRegisters) != 0)
        {
            WriteControlRegisters(ref vcpu);
        }

        if ((vcpu.Stale & (StaleState.ControlRegisters | StaleState.Msrs)) != 0)
        {
            WriteMsrs(ref vcpu);
        }

        if ((vcpu.Stale & StaleState.InterruptWindow) != 0)
        {
            VmxControls.WriteInterruptWindow(in vcpu);
        }

        if ((vcpu.Stale & StaleState.PagePointers) != 0)
        {
            WritePagePointers(ref vcpu);
        }

        if ((vcpu.Stale & StaleState.StackPointer) != 0)
        {
            VmxSwitch.Write(VmcsField.GuestRsp, vcpu.Registers.Rsp);
        }

        vcpu.Stale = StaleState.None;
    }

    private static void WriteControlRegisters(ref Vcpu vcpu)
    {
        VmxSwitch.Write(VmcsField.GuestCr0, ControlBits.RealCr0(vcpu.Cr0Shadow));
        VmxSwitch.Write(VmcsField.Cr0ReadShadow, vcpu.Cr0Shadow);

        // A machine check is the machine's, whether the guest wants to hear of it or not: without MCE it would shut down.
        VmxSwitch.Write(VmcsField.GuestCr4, vcpu.Cr4Shadow | CR4.VMXE | CR4.MCE);
        VmxSwitch.Write(VmcsField.Cr4ReadShadow, vcpu.Cr4Shadow);
    }

    // IA32_EFER follows CR0 too: LMA.
    private static void WriteMsrs(ref Vcpu vcpu)
    {
        VmxSwitch.Write(VmcsField.GuestEfer, vcpu.EferShadow);
        VmxSwitch.Write(VmcsField.GuestPat, vcpu.PatShadow);
        ulong entry = VmxSwitch.Read(VmcsField.VmEntryControls);
        bool isLong = (vcpu.EferShadow & EFER.LMA) != 0;
        VmxSwitch.Write(
            VmcsField.VmEntryControls,
            isLong ? entry | VmEntryControls.Ia32eModeGuest : entry & ~(ulong)VmEntryControls.Ia32eModeGuest);
    }

    private static void WritePagePointers(ref Vcpu vcpu)
    {
        VmxSwitch.Write(VmcsField.GuestPdpte0, vcpu.Pdpte0);
        VmxSwitch.Write(VmcsField.GuestPdpte1, vcpu.Pdpte1);
        VmxSwitch.Write(VmcsField.GuestPdpte2, vcpu.Pdpte2);
        VmxSwitch.Write(VmcsField.GuestPdpte3, vcpu.Pdpte3);
    }

    /// <summary>Reads all of the guest-state area.</summary>
    internal static void Read(ref Vcpu vcpu, ref CpuState state)
    {
        state.General = vcpu.Registers;
        state.General.Rsp = VmxSwitch.Read(VmcsField.GuestRsp);
        state.Rip = VmxSwitch.Read(VmcsField.GuestRip);
        state.Rflags = VmxSwitch.Read(VmcsField.GuestRflags);
        state.Cr0 = BelievedCr0(ref vcpu);
        state.Cr2 = Cpu.ReadCr2();
        state.Cr3 = VmxSwitch.Read(VmcsField.GuestCr3);
        state.Cr4 = vcpu.Cr4Shadow;
        state.Cr8 = vcpu.Cr8Shadow;
        state.Efer = vcpu.EferShadow;
        state.Dr6 = Cpu.ReadDr6();
        state.Dr7 = VmxSwitch.Read(VmcsField.GuestDr7);
        state.Pat = vcpu.PatShadow;
        ReadSegment(0, ref state.Es);
        ReadSegment(1, ref state.Cs);
        ReadSegment(2, ref state.Ss);
        ReadSegment(3, ref state.Ds);
        ReadSegment(4, ref state.Fs);
        ReadSegment(5, ref state.Gs);
        ReadSegment(6, ref state.Ldtr);
        ReadSegment(7, ref state.Tr);
        state.Gdtr.Base = VmxSwitch.Read(VmcsField.GuestGdtrBase);
        state.Gdtr.Limit = (uint)VmxSwitch.Read(VmcsField.GuestGdtrLimit);
        state.Idtr.Base = VmxSwitch.Read(VmcsField.GuestIdtrBase);
        state.Idtr.Limit = (uint)VmxSwitch.Read(VmcsField.GuestIdtrLimit);
    }

    /// <summary>CR0 as the guest reads it: TS and MP are its own, the rest is the shadow's.</summary>
    internal static ulong BelievedCr0(ref Vcpu vcpu)
    {
        const ulong Own = CR0.TS | CR0.MP;
        return (vcpu.Cr0Shadow & ~Own) | (VmxSwitch.Read(VmcsField.GuestCr0) & Own);
    }

    private static void WriteSegment(uint number, in SegmentState segment)
    {
        uint offset = number * SegmentStride;
        VmxSwitch.Write(VmcsField.GuestEsSelector + offset, segment.Selector);
        VmxSwitch.Write(VmcsField.GuestEsLimit + offset, segment.Limit);
        VmxSwitch.Write(VmcsField.GuestEsAccessRights + offset, segment.AccessRights);
        VmxSwitch.Write(VmcsField.GuestEsBase + offset, segment.Base);
    }

    private static void ReadSegment(uint number, ref SegmentState segment)
    {
        uint offset = number * SegmentStride;
        segment.Selector = (ushort)VmxSwitch.Read(VmcsField.GuestEsSelector + offset);
        segment.Limit = (uint)VmxSwitch.Read(VmcsField.GuestEsLimit + offset);
        segment.AccessRights = (uint)VmxSwitch.Read(VmcsField.GuestEsAccessRights + offset);
        segment.Base = VmxSwitch.Read(VmcsField.GuestEsBase + offset);
    }
}
