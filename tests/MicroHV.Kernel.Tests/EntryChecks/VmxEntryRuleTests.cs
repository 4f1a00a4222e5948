// Every VM-entry rule is named when it is the one that is broken, and no rule is named for a good entry.
using MicroHV.Kernel.Backends;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Kernel.Tests.EntryChecks;

public class VmxEntryRuleTests
{
    public static TheoryData<VmxEntryRule> Rules =>
        [.. Enum.GetValues<VmxEntryRule>().Where(r => r != VmxEntryRule.None)];

    internal static ILookup<VmxEntryRule, Broken> AllBroken { get; } =
        BrokenControls.All
            .Concat(BrokenHostState.All)
            .Concat(BrokenGuestState.All)
            .Concat(BrokenSegments.All)
            .ToLookup(broken => broken.Rule);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_good_entry_with_one_thing_broken_violates_just_that_rule(VmxEntryRule rule)
    {
        Assert.NotEmpty(AllBroken[rule]);
        foreach (Broken broken in AllBroken[rule])
        {
            VmxEntry entry = broken.Good();
            Assert.Equal(VmxEntryRule.None, entry.FirstViolation());
            broken.Break(entry);
            Assert.Equal(rule, entry.FirstViolation());
        }
    }

    [Fact]
    public void A_guest_in_long_mode_may_be_entered() =>
        Assert.Equal(VmxEntryRule.None, VmxEntry.LongMode().FirstViolation());

    [Fact]
    public void A_guest_in_protected_mode_without_paging_may_be_entered() =>
        Assert.Equal(VmxEntryRule.None, VmxEntry.ProtectedMode().FirstViolation());

    [Fact]
    public void A_guest_with_PAE_paging_may_be_entered() =>
        Assert.Equal(VmxEntryRule.None, VmxEntry.PaePaging().FirstViolation());

    [Fact]
    public void A_guest_in_real_mode_may_be_entered() =>
        Assert.Equal(VmxEntryRule.None, VmxEntry.RealMode().FirstViolation());

    [Fact]
    public void A_guest_in_virtual_8086_mode_may_be_entered() =>
        Assert.Equal(VmxEntryRule.None, VmxEntry.Virtual8086Mode().FirstViolation());

    [Fact]
    public void A_host_of_32_bits_may_enter_a_guest_of_32_bits() =>
        Assert.Equal(VmxEntryRule.None, VmxEntry.Host32Bit().FirstViolation());

    [Fact]
    public void The_first_rule_of_the_manual_is_named_when_several_are_broken()
    {
        VmxEntry entry = VmxEntry.LongMode();
        entry.Guest.Rip = 1ul << 48;
        entry.Host.Cr3 = ulong.MaxValue;
        Assert.Equal(VmxEntryRule.HostCr3, entry.FirstViolation());
        entry.Controls.Vpid = 0;
        Assert.Equal(VmxEntryRule.VpidZero, entry.FirstViolation());
    }

    [Fact]
    public void Rules_of_one_kind_are_numbered_by_segment_register()
    {
        string[] names = ["Es", "Cs", "Ss", "Ds", "Fs", "Gs", "Ldtr", "Tr"];
        foreach (string kind in (string[])["Type", "DescriptorType", "Present", "GranularityClear", "GranularitySet"])
        {
            VmxEntryRule first = Enum.Parse<VmxEntryRule>($"GuestEs{kind}");
            for (uint number = 0; number < names.Length; number++)
            {
                VmxEntryRule rule = Enum.Parse<VmxEntryRule>($"Guest{names[number]}{kind}");
                Assert.Equal((uint)first + number, (uint)rule);
            }
        }
    }
}
