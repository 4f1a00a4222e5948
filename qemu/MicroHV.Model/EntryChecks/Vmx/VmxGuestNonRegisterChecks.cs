// Whether VM entry accepts the guest's activity, interruptibility, pending debug exceptions and VMCS link.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;

using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest Non-Register State".</summary>
internal static class VmxGuestNonRegisterChecks
{
    private const uint Active = 0;
    private const uint Halt = 1;
    private const uint Shutdown = 2;
    private const uint WaitForSipi = 3;

    private const uint BlockingBySti = 1u << 0;
    private const uint BlockingByMovSs = 1u << 1;
    private const uint BlockingBySmi = 1u << 2;
    private const uint BlockingByNmi = 1u << 3;
    private const uint EnclaveInterruption = 1u << 4;

    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        VmxEntryRule rule = Activity(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        rule = Interruptibility(in capabilities, in controls, in guest);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        bool isStepLate = (guest.Interruptibility & (BlockingBySti | BlockingByMovSs)) != 0
            || guest.ActivityState == Halt;
        bool isUnderMovSs = Has(guest.Interruptibility, BlockingByMovSs);
        rule = VmxPendingDebugChecks.FirstViolation(in capabilities, in guest, isStepLate, isUnderMovSs);
        return rule != VmxEntryRule.None ? rule : VmcsLink(in capabilities, in controls, in guest);
    }

    private static VmxEntryRule Activity(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        if (guest.ActivityState > WaitForSipi)
        {
            return VmxEntryRule.ActivityStateReserved;
        }

        // "Bits 8:6 report, as a bitmap, the activity states supported": 6 HLT, 7 shutdown, 8 wait-for-SIPI.
        bool isSupported = guest.ActivityState == Active
            || Has(capabilities.Miscellaneous, 1ul << (5 + (int)guest.ActivityState));
        if (!isSupported)
        {
            return VmxEntryRule.ActivityStateUnsupported;
        }

        if (guest.ActivityState == Halt && new VmxAccessRights(guest.Ss.AccessRights).Dpl != 0)
        {
            return VmxEntryRule.ActivityHaltWithDpl;
        }

        bool isBlocked = (guest.Interruptibility & (BlockingBySti | BlockingByMovSs)) != 0;
        if (guest.ActivityState != Active && isBlocked)
        {
            return VmxEntryRule.ActivityWithBlocking;
        }

        VmxEntryEvent entryEvent = new(controls.EntryInterruption);
        return entryEvent.IsValid ? ActivityEvent(entryEvent, guest.ActivityState) : VmxEntryRule.None;
    }

    private static VmxEntryRule ActivityEvent(VmxEntryEvent entryEvent, uint activity)
    {
        bool wakesShutdown = entryEvent.Type == VmxEntryEvent.Nmi || entryEvent.IsMachineCheck;
        bool wakesHalt = wakesShutdown
            || entryEvent.IsDebugException
            || entryEvent.Type is VmxEntryEvent.ExternalInterrupt or VmxEntryEvent.OtherEvent;
        return activity switch
        {
            Halt when !wakesHalt => VmxEntryRule.ActivityHaltEvent,
            Shutdown when !wakesShutdown => VmxEntryRule.ActivityShutdownEvent,
            WaitForSipi => VmxEntryRule.ActivityWaitForSipiEvent,
            _ => VmxEntryRule.None,
        };
    }

    private static VmxEntryRule Interruptibility(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        uint state = guest.Interruptibility;
        if (state >> 5 != 0)
        {
            return VmxEntryRule.InterruptibilityReserved;
        }

        if (Has(state, BlockingBySti | BlockingByMovSs))
        {
            return VmxEntryRule.InterruptibilityStiAndMovSs;
        }

        if (Has(state, BlockingBySti) && !Has(guest.Rflags, RFLAGS.IF))
        {
            return VmxEntryRule.InterruptibilityStiWithoutIf;
        }

        VmxEntryRule rule = InterruptibilityEvent(in controls, state);
        if (rule != VmxEntryRule.None)
        {
            return rule;
        }

        if (Has(state, EnclaveInterruption | BlockingByMovSs))
        {
            return VmxEntryRule.InterruptibilityEnclaveMovSs;
        }

        return Has(state, EnclaveInterruption) && !capabilities.HasSgx
            ? VmxEntryRule.InterruptibilityEnclaveSupport
            : VmxEntryRule.None;
    }

    private static VmxEntryRule InterruptibilityEvent(in VmxControlFields controls, uint state)
    {
        VmxEntryEvent entryEvent = new(controls.EntryInterruption);
        bool isBlocked = (state & (BlockingBySti | BlockingByMovSs)) != 0;
        if (entryEvent.IsInjected(VmxEntryEvent.ExternalInterrupt) && isBlocked)
        {
            return VmxEntryRule.InterruptibilityExternalInterrupt;
        }

        bool injectsNmi = entryEvent.IsInjected(VmxEntryEvent.Nmi);
        if (injectsNmi && Has(state, BlockingByMovSs))
        {
            return VmxEntryRule.InterruptibilityNmi;
        }

        if (Has(state, BlockingBySmi))
        {
            return VmxEntryRule.InterruptibilitySmi;
        }

        bool hasVirtualNmis = Has(controls.PinBased, PinBasedControls.VirtualNmis);
        return injectsNmi && hasVirtualNmis && Has(state, BlockingByNmi)
            ? VmxEntryRule.InterruptibilityVirtualNmi
            : VmxEntryRule.None;
    }

    private static VmxEntryRule VmcsLink(
        in VmxCapabilityFields capabilities, in VmxControlFields controls, in VmxGuestFields guest)
    {
        if (guest.VmcsLinkPointer == ulong.MaxValue)
        {
            return VmxEntryRule.None;
        }

        if (IsUnaligned(guest.VmcsLinkPointer))
        {
            return VmxEntryRule.VmcsLinkAlignment;
        }

        if (IsTooWide(guest.VmcsLinkPointer, in capabilities))
        {
            return VmxEntryRule.VmcsLinkWidth;
        }

        bool isShadowing = Has(VmxControlChecks.Secondary(in controls), SecondaryControls.VmcsShadowing);
        uint expected = ((uint)capabilities.Basic & 0x7FFF_FFFF) | (isShadowing ? 1u << 31 : 0);
        if (guest.VmcsLinkRevision != expected)
        {
            return VmxEntryRule.VmcsLinkRevision;
        }

        return guest.VmcsLinkPointer == guest.CurrentVmcs ? VmxEntryRule.VmcsLinkCurrent : VmxEntryRule.None;
    }
}
