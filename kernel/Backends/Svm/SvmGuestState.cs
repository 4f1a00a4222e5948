// The state save area of a VMCB: first state in, dump out.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>Moves architectural state between a <see cref="CpuState"/> and a VMCB.</summary>
internal static unsafe class SvmGuestState
{
    private const uint Unusable = 1u << 16;
    private const uint PresentBit = 1u << 7;

    /// <summary>Writes all of the state save area.</summary>
    internal static void Write(Vmcb* vmcb, ref Vcpu vcpu, in CpuState state)
    {
        WriteSegment(ref vmcb->Es, in state.Es);
        WriteSegment(ref vmcb->Cs, in state.Cs);
        WriteSegment(ref vmcb->Ss, in state.Ss);
        WriteSegment(ref vmcb->Ds, in state.Ds);
        WriteSegment(ref vmcb->Fs, in state.Fs);
        WriteSegment(ref vmcb->Gs, in state.Gs);
        WriteSegment(ref vmcb->Ldtr, in state.Ldtr);
        WriteSegment(ref vmcb->Tr, in state.Tr);
        WriteSegment(ref vmcb->Gdtr, in state.Gdtr);
        WriteSegment(ref vmcb->Idtr, in state.Idtr);
        vmcb->Cpl = (byte)((state.Ss.AccessRights >> 5) & 3);
        vmcb->Cr2 = state.Cr2;
        vmcb->Cr3 = state.Cr3;
        vmcb->Dr6 = state.Dr6;
        vmcb->Dr7 = state.Dr7;
        vmcb->Rflags = state.Rflags;
        vmcb->Rip = state.Rip;
        vmcb->Rsp = state.General.Rsp;
        WriteControlRegisters(vmcb, ref vcpu);
        WriteMsrs(vmcb, ref vcpu);
    }

    /// <summary>Brings CR0 and CR4 of the VMCB in line with what the guest believes.</summary>
    internal static void WriteControlRegisters(Vmcb* vmcb, ref Vcpu vcpu)
    {
        const ulong Own = CR0.TS | CR0.MP;
        vmcb->Cr0 = ControlBits.RealCr0(vcpu.Cr0Shadow);

        // A machine check is the machine's, whether the guest wants to hear of it or not: without MCE it would shut down.
        vmcb->Cr4 = vcpu.Cr4Shadow | CR4.MCE;

        // A VMCB has no read shadow: where belief and truth differ, every access exits; of CR4 they always do. CR0's selective
        // intercept alone would not see a guest clear a bit that its real CR0 never had.
        bool isBelieverWrong = ((vmcb->Cr0 ^ vcpu.Cr0Shadow) & ~Own) != 0;
        ushort intercepts = isBelieverWrong ? (ushort)(SvmControls.Cr4 | SvmControls.Cr0) : SvmControls.Cr4;
        vmcb->InterceptCrReads = intercepts;
        vmcb->InterceptCrWrites = (ushort)(intercepts | SvmControls.Cr8);
    }

    /// <summary>Brings EFER, which follows CR0 too, and PAT of the VMCB in line with what the guest believes.</summary>
    internal static void WriteMsrs(Vmcb* vmcb, ref Vcpu vcpu)
    {
        // VMRUN demands SVME; the guest reads EFER through an exit and never sees it. LME counts under paging only, and then
        // LMA is set: an emulator loses the host when it leaves a guest with LME and without PAE.
        bool isLong = (vcpu.EferShadow & EFER.LMA) != 0;
        vmcb->Efer = (isLong ? vcpu.EferShadow : vcpu.EferShadow & ~EFER.LME) | EFER.SVME;
        vmcb->Pat = vcpu.PatShadow;
    }

    /// <summary>Reads all of the state save area.</summary>
    internal static void Read(Vmcb* vmcb, ref Vcpu vcpu, ref CpuState state)
    {
        state.General = vcpu.Registers;
        state.General.Rsp = vmcb->Rsp;
        state.Rip = vmcb->Rip;
        state.Rflags = vmcb->Rflags;
        state.Cr0 = BelievedCr0(vmcb, ref vcpu);
        state.Cr2 = vmcb->Cr2;
        state.Cr3 = vmcb->Cr3;
        state.Cr4 = vcpu.Cr4Shadow;
        state.Cr8 = vcpu.Cr8Shadow;
        state.Efer = vcpu.EferShadow;
        state.Dr6 = vmcb->Dr6;
        state.Dr7 = vmcb->Dr7;
        state.Pat = vcpu.PatShadow;
        ReadSegment(in vmcb->Es, ref state.Es);
        ReadSegment(in vmcb->Cs, ref state.Cs);
        ReadSegment(in vmcb->Ss, ref state.Ss);
        ReadSegment(in vmcb->Ds, ref state.Ds);
        ReadSegment(in vmcb->Fs, ref state.Fs);
        ReadSegment(in vmcb->Gs, ref state.Gs);
        ReadSegment(in vmcb->Ldtr, ref state.Ldtr);
        ReadSegment(in vmcb->Tr, ref state.Tr);
        state.Gdtr.Base = vmcb->Gdtr.Base;
        state.Gdtr.Limit = vmcb->Gdtr.Limit;
        state.Idtr.Base = vmcb->Idtr.Base;
        state.Idtr.Limit = vmcb->Idtr.Limit;
    }

    /// <summary>CR0 as the guest reads it: TS and MP are its own, the rest is the shadow's.</summary>
    internal static ulong BelievedCr0(Vmcb* vmcb, ref Vcpu vcpu)
    {
        const ulong Own = CR0.TS | CR0.MP;
        return (vcpu.Cr0Shadow & ~Own) | (vmcb->Cr0 & Own);
    }

    // The VMCS puts descriptor bits 55:52 at 15:12 and marks null segments; the VMCB puts them at 11:8 and has no mark.
    private static void WriteSegment(ref VmcbSegment to, in SegmentState from)
    {
        to.Selector = from.Selector;
        to.Limit = from.Limit;
        to.Base = from.Base;
        bool isUnusable = (from.AccessRights & Unusable) != 0;
        to.Attributes = isUnusable
            ? (ushort)0
            : (ushort)((from.AccessRights & 0xFF) | ((from.AccessRights >> 4) & 0xF00));
    }

    private static void ReadSegment(in VmcbSegment from, ref SegmentState to)
    {
        to.Selector = from.Selector;
        to.Limit = from.Limit;
        to.Base = from.Base;
        to.AccessRights = (from.Attributes & 0xFFu) | ((from.Attributes & 0xF00u) << 4);
        to.AccessRights |= (from.Attributes & PresentBit) == 0 ? Unusable : 0;
    }
}
