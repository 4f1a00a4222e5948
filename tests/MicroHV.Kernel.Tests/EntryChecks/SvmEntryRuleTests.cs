// Every rule of VMRUN is named when it is the one that is broken, and no rule is named for a good entry.
using CsCheck;
using MicroHV.Kernel.Backends;
using MicroHV.Kernel.Cpu;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Kernel.Tests.EntryChecks;

public class SvmEntryRuleTests
{
    private const ulong TooWide = 1ul << 40;

    public static TheoryData<SvmEntryRule> Rules =>
        [.. Enum.GetValues<SvmEntryRule>().Where(r => r != SvmEntryRule.None)];

    internal static ILookup<SvmEntryRule, Action<SvmEntry>> AllBroken { get; } =
        GuestState().Concat(Controls()).ToLookup(broken => broken.Rule, broken => broken.Break);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_good_VMRUN_with_one_thing_broken_violates_just_that_rule(SvmEntryRule rule)
    {
        Assert.NotEmpty(AllBroken[rule]);
        foreach (Action<SvmEntry> breaking in AllBroken[rule])
        {
            SvmEntry entry = SvmEntry.LongMode();
            breaking(entry);
            Assert.Equal(rule, entry.FirstViolation());
        }
    }

    [Fact]
    public void A_guest_in_long_mode_may_be_run() =>
        Assert.Equal(SvmEntryRule.None, SvmEntry.LongMode().FirstViolation());

    [Fact]
    public void A_guest_in_protected_mode_may_be_run() =>
        Assert.Equal(SvmEntryRule.None, SvmEntry.ProtectedMode().FirstViolation());

    [Fact]
    public void A_guest_in_real_mode_may_be_run() =>
        Assert.Equal(SvmEntryRule.None, SvmEntry.RealMode().FirstViolation());

    [Fact]
    public void A_guest_with_PAE_paging_may_be_run() =>
        Assert.Equal(SvmEntryRule.None, SvmEntry.PaePaging().FirstViolation());

    [Fact]
    public void Low_bits_of_the_permission_maps_make_no_difference() =>
        Gen.ULong[0, 0xFFF].Sample(bits =>
        {
            SvmEntry entry = SvmEntry.LongMode();
            entry.Controls.IopmBase |= bits;
            entry.Controls.MsrpmBase |= bits;
            return entry.FirstViolation() == SvmEntryRule.None;
        });

    [Fact]
    public void An_event_that_is_not_valid_may_hold_anything() =>
        Gen.ULong.Sample(bits =>
        {
            SvmEntry entry = SvmEntry.LongMode();
            entry.Controls.EventInjection = bits & ~(1ul << 31);
            return entry.FirstViolation() == SvmEntryRule.None;
        });

    [Fact]
    public void Without_nested_paging_the_nested_fields_may_hold_anything() =>
        Gen.ULong.Sample(bits =>
        {
            SvmEntry entry = SvmEntry.LongMode();
            entry.Controls.IsNestedPaging = false;
            entry.Controls.NestedCr3 = bits;
            entry.Guest.Pat = bits;
            return entry.FirstViolation() == SvmEntryRule.None;
        });

    private static IEnumerable<(SvmEntryRule Rule, Action<SvmEntry> Break)> GuestState() =>
    [
        (SvmEntryRule.SvmeClear, e => e.Guest.Efer &= ~EFER.SVME),
        (SvmEntryRule.NotWriteThroughWithoutCacheDisable, e => e.Guest.Cr0 |= CR0.NW),
        (SvmEntryRule.Cr0High, e => e.Guest.Cr0 |= 1ul << 32),
        (SvmEntryRule.Cr3Reserved, e => e.Guest.Cr3 |= TooWide),
        (SvmEntryRule.Cr4Reserved, e => e.Guest.Cr4 |= CR4.VMXE),
        (SvmEntryRule.CetWithoutWriteProtect, e =>
        {
            e.Capabilities.Cr4Defined |= CR4.CET;
            e.Guest.Cr4 |= CR4.CET;
            e.Guest.Cr0 &= ~CR0.WP;
        }),
        (SvmEntryRule.SCetReserved, e =>
        {
            e.Capabilities.Cr4Defined |= CR4.CET;
            e.Guest.Cr4 |= CR4.CET;
            e.Guest.SCet = 1;
        }),
        (SvmEntryRule.Dr6High, e => e.Guest.Dr6 |= 1ul << 32),
        (SvmEntryRule.Dr7High, e => e.Guest.Dr7 |= 1ul << 32),
        (SvmEntryRule.EferReserved, e => e.Guest.Efer |= 2),
        (SvmEntryRule.LongModeMissing, e => e.Capabilities.HasLongMode = false),
        (SvmEntryRule.LongModeWithoutPae, e => e.Guest.Cr4 &= ~CR4.PAE),
        (SvmEntryRule.LongModeWithoutProtection, e => e.Guest.Cr0 &= ~CR0.PE),
        (SvmEntryRule.LongCodeWithDefaultSize, e => e.Guest.CsAttributes |= 1 << 10),
    ];

    private static IEnumerable<(SvmEntryRule Rule, Action<SvmEntry> Break)> Controls() =>
    [
        (SvmEntryRule.VmrunNotIntercepted, e => e.Controls.Intercepts2 = 0),
        (SvmEntryRule.MsrPermissionMapWidth, e => e.Controls.MsrpmBase = TooWide - 0x1000),
        (SvmEntryRule.IoPermissionMapWidth, e => e.Controls.IopmBase = TooWide - 0x2000),
        (SvmEntryRule.IoPermissionMapWidth, e => e.Controls.IopmBase = ulong.MaxValue),
        (SvmEntryRule.AsidZero, e => e.Controls.Asid = 0),
        (SvmEntryRule.TlbControlReserved, e => e.Controls.TlbControl = 2),
        (SvmEntryRule.TlbControlReserved, e =>
        {
            e.Capabilities.Features = 1;
            e.Controls.TlbControl = 3;
        }),
        (SvmEntryRule.VirtualNmiNotIntercepted, e => e.Controls.VirtualInterrupts |= 1ul << 26),
        (SvmEntryRule.NestedPagingWithoutHostPaging, e => e.Controls.IsHostPaging = false),
        (SvmEntryRule.NestedCr3Reserved, e => e.Controls.NestedCr3 |= TooWide),
        (SvmEntryRule.PatType, e => e.Guest.Pat |= 3ul << 56),
        (SvmEntryRule.EventType, e => e.Controls.EventInjection = 0x8000_0100),
        (SvmEntryRule.EventType, e => e.Controls.EventInjection = 0x8000_0700),
        (SvmEntryRule.EventVector, e => e.Controls.EventInjection = 0x8000_0302),
        (SvmEntryRule.EventVector, e => e.Controls.EventInjection = 0x8000_0320),
    ];
}
