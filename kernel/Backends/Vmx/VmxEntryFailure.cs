// A VM entry that failed: whose fault it is, and what the processor checked.
namespace MicroHV.Kernel.Backends;

using System;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;

/// <summary>Reads the numbers; the host tools have the rules.</summary>
internal static unsafe class VmxEntryFailure
{
    private const ulong EntryFailureExit = 1UL << 31;

    /// <summary>Tells the kernel's fault from the guest's. The reason is in <paramref name="exit"/>.</summary>
    internal static void Decode(ref VmExit exit)
    {
        // Invalid guest state exits with a reason; invalid controls and host state fail the instruction.
        exit.Kind = ExitKind.EntryFailed;
        exit.IsKernelFault = (exit.VendorReason & EntryFailureExit) == 0;
    }

    /// <summary>
    /// Reads what the processor checked. The VMCS still holds it all, the event to inject included: such a failure
    /// neither writes the guest-state area nor clears the event's valid bit. SDM 3C, "VM-Entry Failures During or After
    /// Loading Guest State".
    /// </summary>
    internal static void Capture(ref EntryFailureRecord record)
    {
        ReadOnlySpan<VmcsField> fields = VmxEntryFields.Fields;
        fixed (ulong* values = record.Values)
        {
            for (int i = 0; i < fields.Length; i++)
            {
                values[i] = VmxSwitch.Read(fields[i]);
            }

            VmxProbe.Read(ref *(VmxCapabilityFields*)(values + fields.Length));
        }

        record.ValueCount = (uint)(fields.Length + (sizeof(VmxCapabilityFields) / sizeof(ulong)));
    }
}
