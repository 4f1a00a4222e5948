// The entry rules of both vendors on values that a guest has had a hand in.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Exits;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is a vendor and changes to the values that the booted kernel's first entry was made with. Whatever they are, the answer
/// is a rule of the manual or none; the values as they were break none; and asking twice gives the same answer.
/// </summary>
internal sealed unsafe class EntryTarget : FuzzTarget
{
    private readonly ulong[] _vmx = ValuesOf(ProcessorKind.Intel);
    private readonly ulong[] _svm = ValuesOf(ProcessorKind.Amd);

    /// <inheritdoc/>
    public override int MaxCaseBytes => 80;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        bool isVmx = input.Flag();
        ulong[] good = isVmx ? _vmx : _svm;
        Span<ulong> values = stackalloc ulong[good.Length];
        good.CopyTo(values);
        bool isChanged = false;
        while (!input.IsAtEnd)
        {
            ref ulong value = ref values[input.Choice(values.Length)];
            ulong before = value;
            value = input.Choice(3) switch
            {
                0 => input.Number(),
                1 => value ^ (1ul << (input.Byte() % 64)),
                _ => value ^ input.DoubleWord(),
            };
            isChanged |= value != before;
        }

        string rule = isVmx ? Answer(VmxEntryValues.FirstViolation, values) : Answer(SvmEntryValues.FirstViolation, values);
        Demand(isChanged || rule == nameof(VmxEntryRule.None), $"the kernel's own entry breaks {rule}");
        return rule;
    }

    private delegate TRule Check<TRule>(ReadOnlySpan<ulong> values);

    private static string Answer<TRule>(Check<TRule> check, ReadOnlySpan<ulong> values)
        where TRule : struct, Enum
    {
        TRule rule = check(values);
        Demand(Enum.IsDefined(rule), $"{rule} is no rule");
        Demand(check(values).Equals(rule), $"{rule} at first, another then");
        return rule.ToString();
    }

    private static ulong[] ValuesOf(ProcessorKind kind)
    {
        using StoppedGuest guest = new(kind);
        EntryFailureRecord record = default;
        if (kind == ProcessorKind.Intel)
        {
            Vmx.CaptureEntry(ref guest.Vcpu, ref record);
        }
        else
        {
            Svm.CaptureEntry(ref guest.Vcpu, ref record);
        }

        return new ReadOnlySpan<ulong>(record.Values, (int)record.ValueCount).ToArray();
    }
}
