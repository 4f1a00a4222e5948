// A VM entry that failed: which rule of the manual was broken, and whose fault that is.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>Collects what VM entry checks and has the pure checks find the rule.</summary>
internal static class VmxEntryFailure
{
    /// <summary>Fills <paramref name="exit"/> with the first violated rule.</summary>
    internal static void Decode(ref Vcpu vcpu, ref VmExit exit)
    {
        VmxCapabilityFields capabilities = default;
        VmxControlFields controls = default;
        VmxHostFields host = default;
        VmxGuestFields guest = default;
        VmxProbe.Read(ref capabilities);
        VmxEntryFields.Read(ref controls);
        VmxEntryFields.Read(ref host);
        VmxEntryFields.Read(ref guest);
        exit.Kind = ExitKind.EntryFailed;
        exit.EntryRule = (uint)VmxEntryChecks.FirstViolation(in capabilities, in controls, in host, in guest);

        // Invalid guest state exits with a reason; invalid controls and host state fail the instruction.
        const ulong EntryFailureExit = 1UL << 31;
        exit.IsKernelFault = (exit.VendorReason & EntryFailureExit) == 0;
    }
}
