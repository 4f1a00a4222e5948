// A VMRUN that failed: what the processor checked.
namespace MicroHV.Kernel.Backends;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Vcpu;

/// <summary>Reads the numbers; the host tools have the rules.</summary>
internal static unsafe class SvmEntryFailure
{
    /// <summary>
    /// Always the guest's fault: VMRUN does not say which area it refused, and what the kernel puts into the control
    /// area depends on no guest.
    /// </summary>
    internal static void Decode(Vmcb* vmcb, ref Vcpu vcpu, in SystemConfig config, ref VmExit exit)
    {
        exit.Kind = ExitKind.EntryFailed;
        Restore(vmcb, ref vcpu, in config);
    }

    /// <summary>Reads what the processor checked.</summary>
    internal static void Capture(Vmcb* vmcb, ref EntryFailureRecord record)
    {
        ReadOnlySpan<ushort> offsets = SvmEntryFields.Offsets;
        fixed (ulong* values = record.Values)
        {
            for (int i = 0; i < offsets.Length; i++)
            {
                values[i] = *(ulong*)((byte*)vmcb + offsets[i]);
            }

            SvmProbe.Read(ref *(SvmCapabilityFields*)(values + offsets.Length));
        }

        record.ValueCount = (uint)(offsets.Length + (sizeof(SvmCapabilityFields) / sizeof(ulong)));
    }

    // #VMEXIT clears the event, and an emulator stores the registers that it has by then, the host's among them: what
    // VMRUN was given is put back. Once a guest has run, its other registers are those that a #VMEXIT stored, and
    // those VMRUN takes.
    private static void Restore(Vmcb* vmcb, ref Vcpu vcpu, in SystemConfig config)
    {
        vmcb->EventInjection = vcpu.Pending.Information | ((ulong)vcpu.Pending.ErrorCode << 32);
        if (vcpu.IsLaunched != 0)
        {
            SvmGuestState.WriteControlRegisters(vmcb, ref vcpu);
            SvmGuestState.WriteMsrs(vmcb, ref vcpu);
            return;
        }

        ref readonly CpuState start = ref config.Vcpus[(int)vcpu.Index].Start;
        vcpu.Registers.Rax = start.General.Rax;
        SvmGuestState.Write(vmcb, ref vcpu, in start);
    }
}
