// The rule of a manual by which a processor refused to enter a guest.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Campaigns.Outcomes;

/// <summary>Finds the rule of the first refused entry that a run tells of, and says where it stands.</summary>
internal static class EntryRefusal
{
    /// <summary>The rule in words; empty if no entry was refused, or by a rule that nobody knows.</summary>
    public static string Of(IReadOnlyList<TranscriptEvent> events)
    {
        EntryFailureRecord? first = events.OfType<EntryFailureEvent>().Select(entry => (EntryFailureRecord?)entry.Record).FirstOrDefault();
        return first is { } record && EntryRuleFinder.Find(record) is { Id: not 0 } rule
            ? Text(record.Vendor, rule)
            : "";
    }

    /// <summary>The rule in words of which a processor of the model knows the name.</summary>
    public static string Of(Vendor vendor, string name)
    {
        uint id = vendor == Vendor.Intel ? (uint)Enum.Parse<VmxEntryRule>(name) : (uint)Enum.Parse<SvmEntryRule>(name);
        return Text(vendor, EntryRuleFinder.Rule(vendor, id));
    }

    private static string Text(Vendor vendor, EntryRule rule) => $"{Manual(vendor, rule.Id)}, {rule}";

    private static string Manual(Vendor vendor, uint rule)
    {
        const uint FirstOfGuestState = 0x3000;
        return vendor == Vendor.Amd ? "SVM, APM 2 \"Canonicalization and Consistency Checks\""
            : rule < FirstOfGuestState ? "VT-x, SDM 3C \"Checks on VMX Controls and Host-State Area\""
            : "VT-x, SDM 3C \"Checking and Loading Guest State\"";
    }
}
