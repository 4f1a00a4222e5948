// The VMCB of a VMRUN, as the kernel would have written it.
using MicroHV.Kernel.Backends;

namespace MicroHV.Fuzzing.EntryChecks;

/// <summary>Puts entries into control blocks.</summary>
internal static unsafe class VmcbOf
{
    /// <summary>Writes what VMRUN checks into a zeroed VMCB.</summary>
    public static void Write(SvmEntry entry, Vmcb* vmcb)
    {
        vmcb->Intercepts1 = entry.Controls.Intercepts1;
        vmcb->Intercepts2 = entry.Controls.Intercepts2;
        vmcb->IopmBase = entry.Controls.IopmBase;
        vmcb->MsrpmBase = entry.Controls.MsrpmBase;
        vmcb->Asid = entry.Controls.Asid;
        vmcb->TlbControl = entry.Controls.TlbControl;
        vmcb->VirtualInterrupts = entry.Controls.VirtualInterrupts;
        vmcb->NestedControl = entry.Controls.IsNestedPaging ? 1ul : 0;
        vmcb->NestedCr3 = entry.Controls.NestedCr3;
        vmcb->EventInjection = entry.Controls.EventInjection;
        vmcb->Cs.Attributes = entry.Guest.CsAttributes;
        vmcb->Efer = entry.Guest.Efer;
        vmcb->Cr0 = entry.Guest.Cr0;
        vmcb->Cr3 = entry.Guest.Cr3;
        vmcb->Cr4 = entry.Guest.Cr4;
        vmcb->Dr6 = entry.Guest.Dr6;
        vmcb->Dr7 = entry.Guest.Dr7;
        vmcb->Rflags = entry.Guest.Rflags;
        vmcb->Pat = entry.Guest.Pat;
    }
}
