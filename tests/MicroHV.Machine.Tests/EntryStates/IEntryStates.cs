// What the two vendors' tables of states have in common.
namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>A vendor's states: where they begin, how they are changed, and what the manual says of them.</summary>
internal interface IEntryStates
{
    /// <summary>True for VMCBs, false for VMCSs.</summary>
    bool IsSvm { get; }

    /// <summary>MSRs to show, and what the rules take them to be.</summary>
    IReadOnlyList<(uint Msr, ulong Value)> Capabilities { get; }

    /// <summary>What all others are changes of: fields of a VMCS, or quadwords of a VMCB by their offsets.</summary>
    IReadOnlyDictionary<uint, ulong> BaseState { get; }

    /// <summary>A state that is good or has a few fields changed.</summary>
    EntryState Next(Random random);

    /// <summary>What the manual's rules say of <paramref name="state"/>.</summary>
    ExpectedVerdict Expect(EntryState state);
}

/// <summary>The answer of the rules.</summary>
/// <param name="Rule">Name of the rule that is violated first; "None" if the guest is entered.</param>
/// <param name="Shown">What the payload shows then, as a regular expression.</param>
internal sealed record ExpectedVerdict(string Rule, string Shown);
