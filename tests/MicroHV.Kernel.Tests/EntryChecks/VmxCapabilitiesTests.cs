// Which processors can run the kernel with VMX, and what the others are told.
using CsCheck;
using MicroHV.Kernel.Backends;

namespace MicroHV.Kernel.Tests.EntryChecks;

public class VmxCapabilitiesTests
{
    [Fact]
    public void Skylake_X_has_all_that_is_required() =>
        Assert.Equal(Missing.Nothing, VmxCapabilities.Probe(Processors.SkylakeX));

    [Fact]
    public void Lynnfield_lacks_only_unrestricted_guests() =>
        Assert.Equal(Missing.VmxUnrestrictedGuest, VmxCapabilities.Probe(Processors.Lynnfield));

    [Fact]
    public void Penryn_lacks_EPT_VPID_unrestricted_guests_and_the_preemption_timer() =>
        Assert.Equal(
            Missing.Ept | Missing.Vpid | Missing.VmxUnrestrictedGuest | Missing.VmxPreemptionTimer,
            VmxCapabilities.Probe(Processors.Penryn));

    [Fact]
    public void A_processor_without_VMX_is_told_only_that() =>
        Assert.Equal(Missing.Vmx, VmxCapabilities.Probe(default));

    [Fact]
    public void A_processor_with_nothing_but_VMX_is_told_everything_that_it_lacks()
    {
        Missing all = Missing.Nothing;
        foreach (Missing one in Enum.GetValues<Missing>().Where(m => (ulong)m is > 1 and < 1ul << 32))
        {
            all |= one;
        }

        all &= ~(Missing.EptFourLevels | Missing.EptWriteBack | Missing.Invept | Missing.Invvpid);
        all &= ~Missing.VmxAllowedByFirmware;
        Assert.Equal(all, VmxCapabilities.Probe(new() { HasVmx = true }));
    }

    [Theory]
    [InlineData(0x1, Missing.VmxAllowedByFirmware)]
    [InlineData(0x3, Missing.VmxAllowedByFirmware)]
    [InlineData(0x5, Missing.Nothing)]
    [InlineData(0x0, Missing.Nothing)]
    public void Feature_control_refuses_VMX_only_if_it_is_locked_without_it(ulong featureControl, Missing expected)
    {
        VmxCapabilityFields fields = Processors.SkylakeX;
        fields.FeatureControl = featureControl;
        Assert.Equal(expected, VmxCapabilities.Probe(in fields));
    }

    [Fact]
    public void Feature_control_that_is_open_is_locked_with_VMX_allowed() =>
        Assert.Equal(5ul, VmxCapabilities.FeatureControl(0));

    [Theory]
    [InlineData(55, Missing.VmxTrueControls)]
    [InlineData(51, Missing.VmxWriteBackVmcs)]
    [InlineData(48, Missing.VmxWriteBackVmcs)]
    public void A_changed_bit_of_the_basic_MSR_is_named(int bit, Missing expected)
    {
        VmxCapabilityFields fields = Processors.SkylakeX;
        fields.Basic ^= 1ul << bit;
        Assert.Equal(expected, VmxCapabilities.Probe(in fields));
    }

    [Theory]
    [InlineData(0, Missing.VmxExternalInterruptExiting)]
    [InlineData(3, Missing.VmxNmiExiting)]
    [InlineData(5, Missing.VmxVirtualNmis)]
    [InlineData(6, Missing.VmxPreemptionTimer)]
    public void A_pin_based_control_that_may_not_be_1_is_named(int bit, Missing expected)
    {
        VmxCapabilityFields fields = Processors.SkylakeX;
        fields.PinBased &= ~(1ul << (32 + bit));
        Assert.Equal(expected, VmxCapabilities.Probe(in fields));
    }

    [Theory]
    [InlineData(25, Missing.VmxIoBitmaps)]
    [InlineData(28, Missing.VmxMsrBitmaps)]
    [InlineData(31, Missing.VmxSecondaryControls | Missing.Ept | Missing.Vpid | Missing.VmxUnrestrictedGuest)]
    public void A_primary_control_that_may_not_be_1_is_named(int bit, Missing expected)
    {
        VmxCapabilityFields fields = Processors.SkylakeX;
        fields.Primary &= ~(1ul << (32 + bit));
        Assert.Equal(expected, VmxCapabilities.Probe(in fields));
    }

    [Theory]
    [InlineData(1ul << 6, Missing.EptFourLevels)]
    [InlineData(1ul << 14, Missing.EptWriteBack)]
    [InlineData(1ul << 20, Missing.Invept)]
    [InlineData(3ul << 25, Missing.Invept)]
    [InlineData(1ul << 32, Missing.Invvpid)]
    [InlineData(3ul << 41, Missing.Invvpid)]
    public void A_capability_of_EPT_or_VPID_that_is_absent_is_named(ulong bits, Missing expected)
    {
        VmxCapabilityFields fields = Processors.SkylakeX;
        fields.EptVpid &= ~bits;
        Assert.Equal(expected, VmxCapabilities.Probe(in fields));
    }

    [Theory]
    [InlineData(9, Missing.VmxHost64Bit)]
    [InlineData(18, Missing.VmxExitPat)]
    [InlineData(19, Missing.VmxExitPat)]
    [InlineData(20, Missing.VmxExitEfer)]
    [InlineData(21, Missing.VmxExitEfer)]
    public void A_VM_exit_control_that_may_not_be_1_is_named(int bit, Missing expected)
    {
        VmxCapabilityFields fields = Processors.SkylakeX;
        fields.Exit &= ~(1ul << (32 + bit));
        Assert.Equal(expected, VmxCapabilities.Probe(in fields));
    }

    [Theory]
    [InlineData(9, Missing.VmxGuest64Bit)]
    [InlineData(14, Missing.VmxEntryPat)]
    [InlineData(15, Missing.VmxEntryEfer)]
    public void A_VM_entry_control_that_may_not_be_1_is_named(int bit, Missing expected)
    {
        VmxCapabilityFields fields = Processors.SkylakeX;
        fields.Entry &= ~(1ul << (32 + bit));
        Assert.Equal(expected, VmxCapabilities.Probe(in fields));
    }

    [Fact]
    public void An_adjustment_tells_missing_forced_and_optional_bits_apart()
    {
        VmxControlAdjustment adjustment =
            VmxControlAdjustment.Of(0x0000_0017_0000_0010, required: 0x09, optional: 0x22);
        Assert.Equal(0x1Bu, adjustment.Value);
        Assert.Equal(0x08u, adjustment.Missing);
        Assert.Equal(0x10u, adjustment.Forced);
    }

    [Fact]
    public void An_adjustment_that_misses_nothing_is_allowed_by_its_capability_MSR() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt).Sample((fixedBits, free, required, optional) =>
        {
            uint mayBeOne = fixedBits | free;
            ulong capability = ((ulong)mayBeOne << 32) | fixedBits;
            VmxControlAdjustment adjustment = VmxControlAdjustment.Of(capability, required, optional);
            bool isAllowed = (adjustment.Value & fixedBits) == fixedBits && (adjustment.Value & ~mayBeOne) == 0;
            bool hasRequired = (adjustment.Value & required) == required;
            return hasRequired && isAllowed == (adjustment.Missing == 0);
        });
}
