// What VM entry does not look at makes no difference, and no fields at all confuse the checks.
using System.Runtime.InteropServices;
using CsCheck;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Kernel.Tests.EntryChecks;

public class VmxEntryPropertyTests
{
    private const uint Unusable = 1u << 16;
    private const uint Available = 1u << 12;

    private static readonly Gen<VmxEntry> _good = Gen.OneOf(
        Gen.Const(0).Select(_ => VmxEntry.LongMode()),
        Gen.Const(0).Select(_ => VmxEntry.ProtectedMode()),
        Gen.Const(0).Select(_ => VmxEntry.PaePaging()),
        Gen.Const(0).Select(_ => VmxEntry.RealMode()));

    // ES, DS, FS, GS and LDTR: DPL of SS counts even where SS is unusable.
    private static readonly Gen<int> _mayBeUnusable = Gen.Int[0, 4].Select(index => index == 0 ? 0 : index + 2);

    [Fact]
    public void An_unusable_data_segment_or_LDTR_may_hold_anything_but_a_base_that_is_not_canonical() =>
        Gen.Select(_good, _mayBeUnusable, Gen.UInt, Gen.UInt, Gen.UShort, Gen.ULong[0, (1ul << 47) - 1])
            .Sample((entry, number, rights, limit, selector, address) =>
            {
                entry.Segment(number) = new()
                {
                    AccessRights = rights | Unusable,
                    Limit = limit,
                    Selector = selector,
                    Base = address,
                };
                return entry.FirstViolation() == VmxEntryRule.None;
            });

    [Fact]
    public void The_available_bit_of_any_segment_makes_no_difference() =>
        Gen.Select(_good, Gen.Int[0, 7]).Sample((entry, number) =>
        {
            entry.Segment(number).AccessRights ^= Available;
            return entry.FirstViolation() == VmxEntryRule.None;
        });

    [Fact]
    public void Cache_control_bits_of_guest_CR0_make_no_difference() =>
        Gen.Select(_good, Gen.ULong).Sample((entry, bits) =>
        {
            entry.Guest.Cr0 |= bits & (CR0.CD | CR0.NW);
            return entry.FirstViolation() == VmxEntryRule.None;
        });

    [Fact]
    public void Flags_without_meaning_for_the_entry_make_no_difference() =>
        Gen.Select(_good, Gen.ULong).Sample((entry, bits) =>
        {
            entry.Guest.Rflags |= bits & ~(RFLAGS.Reserved | RFLAGS.VM);
            return entry.FirstViolation() == VmxEntryRule.None;
        });

    [Fact]
    public void Fields_of_features_that_are_off_make_no_difference() =>
        Gen.Select(_good, Gen.ULong, Gen.UInt).Sample((entry, wide, narrow) =>
        {
            entry.Controls.VirtualApic = wide;
            entry.Controls.TprThreshold = narrow;
            entry.Controls.ApicAccess = wide;
            entry.Controls.PostedInterruptDescriptor = wide;
            entry.Controls.PmlAddress = wide;
            entry.Controls.EptpList = wide;
            entry.Controls.VmFunctions = wide;
            entry.Controls.VmreadBitmap = wide;
            entry.Controls.VirtualizationException = wide;
            entry.Controls.ExitMsrStore = wide;
            entry.Controls.ExitMsrLoad = wide;
            entry.Controls.EntryMsrLoad = wide;
            entry.Controls.EntryInterruption = narrow & ~(1u << 31);
            entry.Controls.EntryErrorCode = narrow;
            entry.Guest.PerfGlobalCtrl = wide;
            entry.Guest.Bndcfgs = wide;
            entry.Guest.SCet = wide;
            entry.Guest.Ssp = wide;
            entry.Guest.Pkrs = wide;
            entry.Host.SCet = wide;
            entry.Host.Pkrs = wide;
            return entry.FirstViolation() == VmxEntryRule.None;
        });

    [Fact]
    public void Every_canonical_address_is_an_instruction_pointer_of_long_mode() =>
        Gen.Long[-(1L << 47), (1L << 47) - 1].Sample(address =>
        {
            VmxEntry entry = VmxEntry.LongMode();
            entry.Guest.Rip = (ulong)address;
            return entry.FirstViolation() == VmxEntryRule.None;
        });

    [Fact]
    public void Whatever_the_guest_fields_are_the_answer_is_a_rule_of_the_enum() =>
        Gen.Byte.Array[Marshal.SizeOf<VmxGuestFields>()].Sample(bytes =>
        {
            VmxEntry entry = VmxEntry.LongMode();
            entry.Guest = MemoryMarshal.Read<VmxGuestFields>(bytes);
            return Enum.IsDefined(entry.FirstViolation());
        });

    [Fact]
    public void Whatever_one_guest_field_becomes_the_answer_is_a_rule_of_the_enum() =>
        Gen.Select(_good, Gen.Int[0, (Marshal.SizeOf<VmxGuestFields>() / 8) - 1], Gen.ULong).Sample((entry, n, value) =>
        {
            Span<ulong> words = MemoryMarshal.Cast<VmxGuestFields, ulong>(new Span<VmxGuestFields>(ref entry.Guest));
            words[n] = value;
            return Enum.IsDefined(entry.FirstViolation());
        });
}
