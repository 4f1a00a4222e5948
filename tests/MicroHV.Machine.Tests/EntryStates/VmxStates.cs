// States of a VMCS.
using System.Runtime.InteropServices;
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.EntryChecks;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>
/// Guests in long, protected, PAE and real mode whose preemption timer ends at once: they are entered, and execute
/// nothing. Fields with which the host would not come back are only broken, never changed for other good values.
/// </summary>
internal sealed class VmxStates : IEntryStates
{
    private const ulong TimerControl = 1 << 6;
    private const ulong WaitForSipi = 3;
    private const uint ErrorOfControls = 7;
    private const uint ErrorOfHostState = 8;

    // The exit qualification says which part of the guest's state was refused; the manual gives the checks no order.
    // SDM 3C, "VM-Entry Failures During or After Loading Guest State".
    private const uint RefusedPointers = 2;

    // No MSRs are loaded or stored: the areas have no place.
    private static readonly HashSet<VmcsField> _unchanged =
        [VmcsField.VmExitMsrStoreCount, VmcsField.VmExitMsrLoadCount, VmcsField.VmEntryMsrLoadCount];

    private static readonly VmxEntry[] _modes =
        [VmxEntry.LongMode(), VmxEntry.ProtectedMode(), VmxEntry.PaePaging(), VmxEntry.RealMode()];

    private static readonly VmcsField[] _fields = [.. VmxEntryFields.Fields.ToArray().Except(_unchanged)];

    private readonly Dictionary<uint, ulong>[] _modeFields = [.. _modes.Select(Fields)];

    /// <inheritdoc/>
    public bool IsSvm => false;

    /// <inheritdoc/>
    public IReadOnlyDictionary<uint, ulong> BaseState => _modeFields[0];

    /// <inheritdoc/>
    public IReadOnlyList<(uint Msr, ulong Value)> Capabilities { get; } =
    [
        (Msr.IA32_VMX_BASIC, Processors.SkylakeX.Basic),
        (Msr.IA32_VMX_TRUE_PINBASED_CTLS, Processors.SkylakeX.PinBased),
        (Msr.IA32_VMX_TRUE_PROCBASED_CTLS, Processors.SkylakeX.Primary),
        (Msr.IA32_VMX_PROCBASED_CTLS2, Processors.SkylakeX.Secondary),
        (Msr.IA32_VMX_TRUE_EXIT_CTLS, Processors.SkylakeX.Exit),
        (Msr.IA32_VMX_TRUE_ENTRY_CTLS, Processors.SkylakeX.Entry),
        (Msr.IA32_VMX_MISC, Processors.SkylakeX.Miscellaneous),
        (Msr.IA32_VMX_EPT_VPID_CAP, Processors.SkylakeX.EptVpid),
        (Msr.IA32_VMX_CR0_FIXED0, Processors.SkylakeX.Cr0Fixed0),
        (Msr.IA32_VMX_CR0_FIXED1, Processors.SkylakeX.Cr0Fixed1),
        (Msr.IA32_VMX_CR4_FIXED0, Processors.SkylakeX.Cr4Fixed0),
        (Msr.IA32_VMX_CR4_FIXED1, Processors.SkylakeX.Cr4Fixed1),
    ];

    /// <inheritdoc/>
    public EntryState Next(Random random)
    {
        int mode = random.Next(_modes.Length);
        Dictionary<uint, ulong> fields = new(_modeFields[mode]);
        List<(uint Field, ulong Value)> changes =
            [.. fields.Where(pair => BaseState[pair.Key] != pair.Value).Select(pair => (pair.Key, pair.Value))];
        for (int i = random.Next(4); i > 0; i--)
        {
            VmcsField field = _fields[random.Next(_fields.Length)];
            ulong good = _modeFields[random.Next(_modes.Length)][(uint)field];
            ulong before = fields[(uint)field];
            ulong value = Narrow(field, Harmless(field, before, FieldChange.Of(before, good, random)));
            fields[(uint)field] = value;
            changes.Add(((uint)field, value));
        }

        // Bochs ends itself where EFER.LMA meets a guest without protection, be it loaded or the host's.
        ulong entry = fields[(uint)VmcsField.VmEntryControls];
        ulong cr0 = fields[(uint)VmcsField.GuestCr0];
        if ((cr0 & CR0.PE) == 0 && (entry & VmEntryControls.Ia32eModeGuest) != 0)
        {
            changes.Add(((uint)VmcsField.GuestCr0, cr0 | CR0.PE));
        }
        else if ((entry & VmEntryControls.LoadEfer) == 0)
        {
            changes.Add(((uint)VmcsField.VmEntryControls, entry | VmEntryControls.LoadEfer));
        }

        return new EntryState(changes);
    }

    /// <inheritdoc/>
    public ExpectedVerdict Expect(EntryState state)
    {
        Dictionary<uint, ulong> fields = state.Over(BaseState);
        VmxCapabilityFields capabilities = Processors.SkylakeX;
        ulong[] values =
        [
            .. VmxEntryFields.Fields.ToArray().Select(field => fields[(uint)field]),
            .. MemoryMarshal.Cast<VmxCapabilityFields, ulong>(new Span<VmxCapabilityFields>(ref capabilities)),
        ];
        VmxEntryRule rule = VmxEntryValues.FirstViolation(values);
        return new ExpectedVerdict($"{rule}", rule switch
        {
            VmxEntryRule.None when LoadsPointersFromMemory(fields) => $"^E|^G{RefusedPointers:X2}$",
            VmxEntryRule.None => "^E",
            < VmxEntryRule.HostCr0 => $"^F{ErrorOfControls:X2}$",
            < VmxEntryRule.GuestCr0 => $"^F{ErrorOfHostState:X2}$",
            _ => "^G0[0-4]$",
        });
    }

    private static Dictionary<uint, ulong> Fields(VmxEntry entry)
    {
        entry.Controls.Eptp = EntryPayload.EptRoot | (3 << 3) | 6;
        entry.Host.Cr3 = EntryPayload.PageRoot;
        entry.Host.Rip = EntryPayload.ExitPage;
        entry.Guest.Cr3 = entry.Guest.Cr3 == 0 ? 0 : EntryPayload.PageRoot;
        entry.Guest.Rip = EntryPayload.GuestPage;
        Dictionary<VmcsField, ulong> written = VmcsOf.Fields(entry);
        Dictionary<uint, ulong> fields = VmxEntryFields.Fields.ToArray()
            .ToDictionary(field => (uint)field, field => written.GetValueOrDefault(field));
        fields.Add((uint)VmcsField.VmxPreemptionTimerValue, 0);
        fields.Add((uint)VmcsField.ExceptionBitmap, uint.MaxValue);
        return fields;
    }

    // Without EPT, PAE paging finds its pointers in memory, where no rule of the record looks.
    private static bool LoadsPointersFromMemory(Dictionary<uint, ulong> fields)
    {
        ulong primary = fields[(uint)VmcsField.PrimaryProcessorBasedControls];
        ulong secondary = fields[(uint)VmcsField.SecondaryProcessorBasedControls];
        bool hasEpt = (primary & PrimaryControls.ActivateSecondaryControls) != 0
            && (secondary & SecondaryControls.EnableEpt) != 0;
        bool isLong = (fields[(uint)VmcsField.VmEntryControls] & VmEntryControls.Ia32eModeGuest) != 0;
        return !hasEpt && !isLong
            && (fields[(uint)VmcsField.GuestCr0] & CR0.PG) != 0
            && (fields[(uint)VmcsField.GuestCr4] & CR4.PAE) != 0;
    }

    private static ulong Harmless(VmcsField field, ulong before, ulong value) => field switch
    {
        VmcsField.PinBasedControls => value | TimerControl,
        VmcsField.HostRip => before | (1ul << (47 + (int)(value % 16))),
        VmcsField.HostCr3 => before | (1ul << (40 + (int)(value % 23))),
        VmcsField.GuestActivityState when value == WaitForSipi => WaitForSipi + 1,
        _ => value,
    };

    // SDM 3D, "Field Encoding in VMCS": bits 14:13 are the width of the field: 16 bits, 64, 32, natural.
    private static ulong Narrow(VmcsField field, ulong value) => ((uint)field >> 13 & 3) switch
    {
        0 => (ushort)value,
        2 => (uint)value,
        _ => value,
    };
}
