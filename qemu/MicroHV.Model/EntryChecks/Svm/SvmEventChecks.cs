// Whether VMRUN accepts the event that EVENTINJ asks it to inject.
namespace MicroHV.Model.EntryChecks;

/// <summary>APM 2, "Event Injection".</summary>
public static class SvmEventChecks
{
    private const ulong Valid = 1ul << 31;
    private const ulong NmiVector = 2;
    private const ulong LastExceptionVector = 31;

    private const ulong ExternalInterrupt = 0;
    private const ulong Nmi = 2;
    private const ulong Exception = 3;
    private const ulong SoftwareInterrupt = 4;

    /// <summary>The first violated rule, or <see cref="SvmEntryRule.None"/>.</summary>
    public static SvmEntryRule FirstViolation(ulong eventInjection)
    {
        if ((eventInjection & Valid) == 0)
        {
            return SvmEntryRule.None;
        }

        ulong type = (eventInjection >> 8) & 7;
        if (type is not (ExternalInterrupt or Nmi or Exception or SoftwareInterrupt))
        {
            return SvmEntryRule.EventType;
        }

        ulong vector = eventInjection & 0xFF;
        bool isExceptionVector = vector <= LastExceptionVector && vector != NmiVector;
        return type == Exception && !isExceptionVector ? SvmEntryRule.EventVector : SvmEntryRule.None;
    }
}
