// Which processors can run the kernel with SVM, and what the others are told.
using MicroHV.Kernel.Backends;

namespace MicroHV.Kernel.Tests.EntryChecks;

public class SvmCapabilitiesTests
{
    [Fact]
    public void Ryzen_has_all_that_is_required() =>
        Assert.Equal(Missing.Nothing, SvmCapabilities.Probe(Processors.Ryzen));

    [Fact]
    public void A_processor_without_SVM_is_told_only_that() =>
        Assert.Equal(Missing.Svm, SvmCapabilities.Probe(default));

    [Theory]
    [InlineData(0x00, Missing.Nothing)]
    [InlineData(0x08, Missing.Nothing)]
    [InlineData(0x10, Missing.Nothing)]
    [InlineData(0x18, Missing.SvmAllowedByFirmware)]
    public void VM_CR_refuses_SVM_only_if_it_is_locked_off(ulong vmCr, Missing expected)
    {
        SvmCapabilityFields fields = Processors.Ryzen;
        fields.VmCr = vmCr;
        Assert.Equal(expected, SvmCapabilities.Probe(in fields));
    }

    [Fact]
    public void Nested_paging_ASIDs_and_long_mode_are_named_together()
    {
        SvmCapabilityFields fields = Processors.Ryzen;
        fields.Features = 0;
        fields.AsidCount = 1;
        fields.HasLongMode = false;
        Assert.Equal(Missing.NestedPaging | Missing.Asids | Missing.SvmLongMode, SvmCapabilities.Probe(in fields));
    }

    [Theory]
    [InlineData(0x44F, true)]
    [InlineData(0x1, false)]
    public void The_next_RIP_is_saved_where_CPUID_says_so(uint features, bool expected)
    {
        SvmCapabilityFields fields = Processors.Ryzen;
        fields.Features = features;
        Assert.Equal(expected, SvmCapabilities.HasNextRipSave(in fields));
    }
}
