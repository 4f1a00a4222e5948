// States of a VMCB.
using System.Runtime.InteropServices;
using MicroHV.Fuzzing.EntryChecks;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>Guests in long, protected, PAE and real mode, which an NMI stops before they execute anything.</summary>
/// <param name="capabilities">What the lane's processor says of itself.</param>
internal sealed class SvmStates(SvmCapabilityFields capabilities) : IEntryStates
{
    private const uint InterceptsOffset = 0x008;
    private const uint NestedOffset = 0x090;
    private const uint EferOffset = 0x4D0;
    private const uint Cr4Offset = 0x548;
    private const uint Cr0Offset = 0x558;
    private const uint RflagsOffset = 0x570;
    private const ulong NmiIntercept = 1ul << 33;

    // The physical interrupts of this machine are masked; its virtual ones are the guest's.
    private const uint VirtualInterruptIntercept = 1 << 4;

    private static readonly SvmEntry[] _modes =
        [SvmEntry.LongMode(), SvmEntry.ProtectedMode(), SvmEntry.PaePaging(), SvmEntry.RealMode()];

    private static readonly uint[] _fields = [.. SvmEntryFields.Offsets.ToArray().Select(offset => (uint)offset)];

    private readonly Dictionary<uint, ulong>[] _modeFields = [.. _modes.Select(Fields)];

    /// <inheritdoc/>
    public bool IsSvm => true;

    /// <inheritdoc/>
    public IReadOnlyDictionary<uint, ulong> BaseState => _modeFields[0];

    /// <inheritdoc/>
    public IReadOnlyList<(uint Msr, ulong Value)> Capabilities { get; } = [(Msr.VM_CR, capabilities.VmCr)];

    /// <inheritdoc/>
    public EntryState Next(Random random)
    {
        int mode = random.Next(_modes.Length);
        Dictionary<uint, ulong> fields = new(_modeFields[mode]);
        List<(uint Field, ulong Value)> changes =
            [.. fields.Where(pair => BaseState[pair.Key] != pair.Value).Select(pair => (pair.Key, pair.Value))];
        for (int i = random.Next(4); i > 0; i--)
        {
            uint field = _fields[random.Next(_fields.Length)];
            ulong good = _modeFields[random.Next(_modes.Length)][field];
            ulong value = FieldChange.Of(fields[field], good, random);

            // What stops the guest stays: only one intercept more or less, and not that of NMIs.
            value = field == InterceptsOffset ? (fields[field] ^ (1ul << random.Next(64))) | NmiIntercept : value;
            fields[field] = value;
            changes.Add((field, value));
        }

        // From such a guest TCG does not come back to the host: it restores CR0 before CR4, and refuses to.
        bool isFatal = (fields[EferOffset] & EFER.LME) != 0
            && (fields[Cr4Offset] & CR4.PAE) == 0
            && (fields[Cr0Offset] & CR0.PG) == 0;
        if (isFatal)
        {
            changes.Add((Cr4Offset, fields[Cr4Offset] | CR4.PAE));
        }

        // Bochs loads RFLAGS before it has left the host's long mode, where VM is a panic.
        if ((fields[RflagsOffset] & RFLAGS.VM) != 0)
        {
            changes.Add((RflagsOffset, fields[RflagsOffset] & ~RFLAGS.VM));
        }

        return new EntryState(changes);
    }

    /// <inheritdoc/>
    public ExpectedVerdict Expect(EntryState state)
    {
        Dictionary<uint, ulong> fields = state.Over(BaseState);
        SvmCapabilityFields own = capabilities;
        ulong[] values =
        [
            .. _fields.Select(field => fields[field]),
            .. MemoryMarshal.Cast<SvmCapabilityFields, ulong>(new Span<SvmCapabilityFields>(ref own)),
        ];
        SvmEntryRule rule = SvmEntryValues.FirstViolation(values);
        return new ExpectedVerdict($"{rule}", rule switch
        {
            SvmEntryRule.None when LoadsPointersFromMemory(fields) => "^E|^FFF$",
            SvmEntryRule.None => "^E",
            _ => "^FFF$",
        });
    }

    // Without nested paging, PAE paging finds its pointers in memory, where no rule of the record looks.
    private static bool LoadsPointersFromMemory(Dictionary<uint, ulong> fields) =>
        (fields[NestedOffset] & 1) == 0
        && (fields[EferOffset] & EFER.LME) == 0
        && (fields[Cr0Offset] & CR0.PG) != 0
        && (fields[Cr4Offset] & CR4.PAE) != 0;

    private static unsafe Dictionary<uint, ulong> Fields(SvmEntry entry)
    {
        entry.Controls.NestedCr3 = EntryPayload.NestedRoot;
        entry.Guest.Cr3 = entry.Guest.Cr3 == 0 ? 0 : EntryPayload.PageRoot;
        entry.Controls.Intercepts1 = uint.MaxValue & ~VirtualInterruptIntercept;
        entry.Controls.Intercepts2 = 0x3FFF;
        Vmcb vmcb = default;
        VmcbOf.Write(entry, &vmcb);
        vmcb.InterceptExceptions = uint.MaxValue;
        vmcb.Rip = EntryPayload.GuestPage;
        VmcbSegment flat = new() { Selector = 0x10, Attributes = 0xC93, Limit = uint.MaxValue };
        (vmcb.Es, vmcb.Ss, vmcb.Ds, vmcb.Fs, vmcb.Gs) = (flat, flat, flat, flat, flat);
        vmcb.Cs.Limit = uint.MaxValue;
        vmcb.Cs.Selector = 0x08;
        ReadOnlySpan<ulong> words = new(&vmcb, sizeof(Vmcb) / sizeof(ulong));
        Dictionary<uint, ulong> fields = [];
        for (int i = 0; i < words.Length; i++)
        {
            uint offset = (uint)i * sizeof(ulong);
            if (words[i] != 0 || _fields.Contains(offset))
            {
                fields.Add(offset, words[i]);
            }
        }

        return fields;
    }
}
