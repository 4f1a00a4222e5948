// One way to break a good VM entry, and the rule that must be named for it.
using MicroHV.Kernel.Backends;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Kernel.Tests.EntryChecks;

/// <summary>A good entry and what is done to it.</summary>
/// <param name="Rule">The rule that is violated then.</param>
/// <param name="Good">Makes the good entry.</param>
/// <param name="Break">Breaks it.</param>
internal sealed record Broken(VmxEntryRule Rule, Func<VmxEntry> Good, Action<VmxEntry> Break)
{
    /// <summary>Breaks a long-mode guest.</summary>
    public Broken(VmxEntryRule rule, Action<VmxEntry> breaking)
        : this(rule, VmxEntry.LongMode, breaking)
    {
    }
}
