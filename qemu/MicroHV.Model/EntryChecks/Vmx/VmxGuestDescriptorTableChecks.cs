// Whether VM entry accepts the guest's descriptor-table registers.
namespace MicroHV.Model.EntryChecks;

using MicroHV.Kernel.Backends;
using static VmxFieldRules;

/// <summary>SDM 3C, "Checks on Guest Descriptor-Table Registers".</summary>
internal static class VmxGuestDescriptorTableChecks
{
    /// <summary>The first violated rule, or <see cref="VmxEntryRule.None"/>.</summary>
    public static VmxEntryRule FirstViolation(in VmxCapabilityFields capabilities, in VmxGuestFields guest)
    {
        if (!IsCanonical(guest.GdtrBase, in capabilities))
        {
            return VmxEntryRule.GuestGdtrBase;
        }

        if (!IsCanonical(guest.IdtrBase, in capabilities))
        {
            return VmxEntryRule.GuestIdtrBase;
        }

        if (guest.GdtrLimit >> 16 != 0)
        {
            return VmxEntryRule.GuestGdtrLimit;
        }

        return guest.IdtrLimit >> 16 != 0 ? VmxEntryRule.GuestIdtrLimit : VmxEntryRule.None;
    }
}
