// From what the processor checked to the rule that was broken.
using MicroHV.Kernel.Abi;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Machines;

/// <summary>Runs the manuals' checks of a VM entry on the values of an <see cref="EntryFailureRecord"/>.</summary>
public static class EntryRuleFinder
{
    private static readonly SourceWords _vmxRules = SourceWords.Of(nameof(VmxEntryRule));
    private static readonly SourceWords _svmRules = SourceWords.Of(nameof(SvmEntryRule));

    /// <summary>The first broken rule in the manual's order, or null if the record is of another layout.</summary>
    /// <param name="record">What the processor checked.</param>
    public static unsafe EntryRule? Find(in EntryFailureRecord record)
    {
        fixed (ulong* first = record.Values)
        {
            int count = (int)Math.Min(record.ValueCount, EntryFailureRecord.ValueCapacity);
            ReadOnlySpan<ulong> values = new(first, count);
            return record.Vendor switch
            {
                Vendor.Intel when count == VmxEntryValues.Count =>
                    Rule(Vendor.Intel, (uint)VmxEntryValues.FirstViolation(values)),
                Vendor.Amd when count == SvmEntryValues.Count =>
                    Rule(Vendor.Amd, (uint)SvmEntryValues.FirstViolation(values)),
                _ => null,
            };
        }
    }

    /// <summary>The rule of a vendor that has a number.</summary>
    public static EntryRule Rule(Vendor vendor, uint id)
    {
        MemberWords words = (vendor == Vendor.Intel ? _vmxRules : _svmRules).For(id);
        return new EntryRule(id, words.Name, words.Summary);
    }
}
