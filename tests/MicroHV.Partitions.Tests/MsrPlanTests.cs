// Which MSRs a plan may grant at all.
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests;

public sealed class MsrPlanTests
{
    [Theory]
    [InlineData(0, 0x1FFF)]
    [InlineData(0xC000_0000, 0xC000_1FFF)]
    [InlineData(0xC001_0000, 0xC001_1FFF)]
    [InlineData(0x49, 0x49)]
    public void A_grant_inside_of_one_range_is_well_formed(ulong first, ulong last) =>
        Assert.True(Grant(first, last, MsrAccess.Read).IsWellFormed);

    [Theory]
    [InlineData(0x49, 0x48)]
    [InlineData(0x1FFF, 0x2000)]
    [InlineData(0x4000_0000, 0x4000_0000)]
    [InlineData(0xC000_0000, 0xC001_0000)]
    [InlineData(0xC001_2000, 0xC001_2000)]
    [InlineData(0, ulong.MaxValue)]
    public void Any_other_grant_is_not(ulong first, ulong last) =>
        Assert.False(Grant(first, last, MsrAccess.Read).IsWellFormed);

    [Theory]
    [InlineData(Msr.IA32_TIME_STAMP_COUNTER)]
    [InlineData(Msr.IA32_APIC_BASE)]
    [InlineData(Msr.IA32_FEATURE_CONTROL)]
    [InlineData(Msr.IA32_TSC_ADJUST)]
    [InlineData(Msr.IA32_MCG_STATUS)]
    [InlineData(Msr.IA32_MISC_ENABLE)]
    [InlineData(Msr.IA32_DEBUGCTL)]
    [InlineData(Msr.IA32_MTRR_PHYSBASE0)]
    [InlineData(Msr.IA32_MTRR_FIX4K_F8000)]
    [InlineData(Msr.IA32_PAT)]
    [InlineData(Msr.IA32_MTRR_DEF_TYPE)]
    [InlineData(Msr.IA32_S_CET)]
    [InlineData(Msr.IA32_TSC_DEADLINE)]
    [InlineData(Msr.IA32_PKRS)]
    [InlineData(Msr.IA32_X2APIC_APICID)]
    [InlineData(Msr.IA32_XSS)]
    [InlineData(Msr.IA32_EFER)]
    [InlineData(Msr.TSC_RATIO)]
    [InlineData(Msr.SYSCFG)]
    [InlineData(Msr.HWCR)]
    [InlineData(Msr.VM_CR)]
    [InlineData(Msr.SMM_CTL)]
    [InlineData(Msr.VM_HSAVE_PA)]
    public void What_the_kernel_relies_on_is_never_a_partition_s_to_write(uint msr)
    {
        Assert.Equal(msr, Grant(msr, msr, MsrAccess.Write).FirstKernelMsr);
        Assert.Equal(msr, Grant(msr, msr, MsrAccess.ReadWrite).FirstKernelMsr);
        Assert.Null(Grant(msr, msr, MsrAccess.Read).FirstKernelMsr);
    }

    [Fact]
    public void A_grant_names_the_first_of_the_kernel_s_MSRs_that_it_reaches()
    {
        Assert.Equal(0x3AUL, Grant(0x20, 0x1FFF, MsrAccess.Write).FirstKernelMsr);
        Assert.Equal(0x210UL, Grant(0x210, 0x220, MsrAccess.Write).FirstKernelMsr);
        Assert.Null(Grant(0xC1, 0xC8, MsrAccess.ReadWrite).FirstKernelMsr);
    }

    [Fact]
    public void What_every_partition_has_is_not_the_kernel_s() => Assert.All(
        MsrBitmap.PassedThrough, msr => Assert.Null(Grant(msr, msr, MsrAccess.ReadWrite).FirstKernelMsr));

    [Fact]
    public void The_kernel_s_MSRs_are_ranges_that_bitmaps_have()
    {
        for (int i = 0; i < KernelMsrs.Ranges.Length; i += 2)
        {
            Assert.True(Grant(KernelMsrs.Ranges[i], KernelMsrs.Ranges[i + 1], MsrAccess.Write).IsWellFormed);
        }
    }

    [Fact]
    public void A_grant_is_written_in_hexadecimal()
    {
        Assert.Equal("0x49", Grant(0x49, 0x49, MsrAccess.Write).ToString());
        Assert.Equal("0xC1-0xC8", Grant(0xC1, 0xC8, MsrAccess.Write).ToString());
    }

    private static MsrPlan Grant(ulong first, ulong last, MsrAccess access) => new(Place.Start, first, last, access, null);
}
