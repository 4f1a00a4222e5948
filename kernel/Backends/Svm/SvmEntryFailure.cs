// A VMRUN that failed: which rule of the manual was broken, and whose fault that is.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Vcpu;

/// <summary>Collects what VMRUN checks and has the pure checks find the rule.</summary>
internal static unsafe class SvmEntryFailure
{
    /// <summary>Fills <paramref name="exit"/> with the first violated rule.</summary>
    internal static void Decode(Vmcb* vmcb, ref VmExit exit)
    {
        SvmCapabilityFields capabilities = default;
        SvmControlFields controls = default;
        SvmGuestFields guest = default;
        SvmProbe.Read(ref capabilities);
        Read(vmcb, ref controls);
        Read(vmcb, ref guest);
        exit.Kind = ExitKind.EntryFailed;
        exit.EntryRule = (uint)SvmEntryChecks.FirstViolation(in capabilities, in controls, in guest);

        // VMRUN does not say which area it refused. The guest's state is the guest's fault; the controls are ours.
        exit.IsKernelFault = SvmGuestStateChecks.FirstViolation(in capabilities, in guest) == SvmEntryRule.None;
    }

    private static void Read(Vmcb* vmcb, ref SvmControlFields fields)
    {
        fields.Intercepts1 = vmcb->Intercepts1;
        fields.Intercepts2 = vmcb->Intercepts2;
        fields.IopmBase = vmcb->IopmBase;
        fields.MsrpmBase = vmcb->MsrpmBase;
        fields.Asid = vmcb->Asid;
        fields.TlbControl = vmcb->TlbControl;
        fields.VirtualInterrupts = vmcb->VirtualInterrupts;
        fields.IsNestedPaging = (vmcb->NestedControl & 1) != 0;
        fields.NestedCr3 = vmcb->NestedCr3;
        fields.EventInjection = vmcb->EventInjection;
        fields.IsHostPaging = true;
    }

    private static void Read(Vmcb* vmcb, ref SvmGuestFields fields)
    {
        fields.CsAttributes = vmcb->Cs.Attributes;
        fields.Efer = vmcb->Efer;
        fields.Cr0 = vmcb->Cr0;
        fields.Cr3 = vmcb->Cr3;
        fields.Cr4 = vmcb->Cr4;
        fields.Dr6 = vmcb->Dr6;
        fields.Dr7 = vmcb->Dr7;
        fields.Rflags = vmcb->Rflags;
        fields.Pat = vmcb->Pat;
    }
}
