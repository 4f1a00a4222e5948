// The values that a refused VMRUN was made with, sorted into what the checks take.
namespace MicroHV.Model.EntryChecks;

using System;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;

/// <summary>Reads an <see cref="EntryFailureRecord"/> of SVM by the table that the kernel wrote it by.</summary>
public static class SvmEntryValues
{
    /// <summary>How many values a record has.</summary>
    public static unsafe int Count => SvmEntryFields.Offsets.Length + (sizeof(SvmCapabilityFields) / sizeof(ulong));

    /// <summary>The first violated rule, or <see cref="SvmEntryRule.None"/>.</summary>
    /// <param name="values">Values of a record, <see cref="Count"/> of them.</param>
    public static SvmEntryRule FirstViolation(ReadOnlySpan<ulong> values)
    {
        ReadOnlySpan<ushort> offsets = SvmEntryFields.Offsets;
        Vmcb vmcb = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Vmcb>(ref vmcb));
        for (int i = 0; i < offsets.Length; i++)
        {
            MemoryMarshal.Write(bytes[offsets[i]..], in values[i]);
        }

        SvmCapabilityFields capabilities =
            MemoryMarshal.Read<SvmCapabilityFields>(MemoryMarshal.AsBytes(values[offsets.Length..]));
        SvmControlFields controls = Controls(in vmcb);
        SvmGuestFields guest = Guest(in vmcb);
        return SvmEntryChecks.FirstViolation(in capabilities, in controls, in guest);
    }

    private static SvmControlFields Controls(in Vmcb vmcb) => new()
    {
        Intercepts1 = vmcb.Intercepts1,
        Intercepts2 = vmcb.Intercepts2,
        IopmBase = vmcb.IopmBase,
        MsrpmBase = vmcb.MsrpmBase,
        Asid = vmcb.Asid,
        TlbControl = vmcb.TlbControl,
        VirtualInterrupts = vmcb.VirtualInterrupts,
        IsNestedPaging = (vmcb.NestedControl & 1) != 0,
        NestedCr3 = vmcb.NestedCr3,
        EventInjection = vmcb.EventInjection,
        IsHostPaging = true,
    };

    private static SvmGuestFields Guest(in Vmcb vmcb) => new()
    {
        CsAttributes = vmcb.Cs.Attributes,
        Efer = vmcb.Efer,
        Cr0 = vmcb.Cr0,
        Cr3 = vmcb.Cr3,
        Cr4 = vmcb.Cr4,
        Dr6 = vmcb.Dr6,
        Dr7 = vmcb.Dr7,
        Rflags = vmcb.Rflags,
        Pat = vmcb.Pat,
    };
}
