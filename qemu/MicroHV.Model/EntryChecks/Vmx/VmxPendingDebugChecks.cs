// Whether VM entry accepts the guest's pending debug exceptions.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest Non-Register State": pending debug exceptions.</summary>
internal static class VmxPendingDebugChecks
{
    private const ulong EnabledBreakpoint = 1ul << 12;
    private const ulong SingleStep = 1ul << 14;
    private const ulong Rtm = 1ul << 16;
    private const ulong Reserved = ~0x1_500Ful;

    // IA32_DEBUGCTL: single-step on branches.
    private const ulong Btf = 1ul << 1;

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    /// <param name="capabilities">What the processor supports.</param>
    /// <param name="guest">The guest-state area.</param>
    /// <param name="isStepLate">Blocking by STI or MOV SS, or HLT: a single step must still be pending.</param>
    /// <param name="isUnderMovSs">Blocking by MOV SS.</param>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxGuestFields guest, bool isStepLate, bool isUnderMovSs)
    {
        ulong pending = guest.PendingDebugExceptions;
        if ((pending & Reserved) != 0)
        {
            return VmxEntryRule.PendingDebugReserved;
        }

        bool isStepping = Has(guest.Rflags, RFLAGS.TF) && !Has(guest.DebugCtl, Btf);
        bool isStepPending = Has(pending, SingleStep);
        if (isStepLate && isStepping && !isStepPending)
        {
            return VmxEntryRule.PendingDebugSingleStepMissing;
        }

        if (isStepLate && !isStepping && isStepPending)
        {
            return VmxEntryRule.PendingDebugSingleStepExtra;
        }

        if (!Has(pending, Rtm))
        {
            return VmxEntryRule.None;
        }

        if (pending != (Rtm | EnabledBreakpoint))
        {
            return VmxEntryRule.PendingDebugRtmBits;
        }

        if (!capabilities.HasRtm)
        {
            return VmxEntryRule.PendingDebugRtmSupport;
        }

        return isUnderMovSs ? VmxEntryRule.PendingDebugRtmMovSs : VmxEntryRule.None;
    }
}
