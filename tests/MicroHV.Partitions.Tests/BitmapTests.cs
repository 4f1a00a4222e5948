// Bits that let a partition use a port or an MSR without the kernel.
using CsCheck;
using MicroHV.Kernel.Cpu;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests;

public sealed class BitmapTests
{
    [Fact]
    public void A_port_bitmap_permits_what_is_granted_and_nothing_else() =>
        Gen.Select(Gen.UShort, Gen.UShort).Array[0, 4].Sample(ranges =>
        {
            PortPlan[] grants = [.. ranges.Select(range => new PortPlan(Place.Start, range.Item1, range.Item2, null))];
            byte[] bitmap = PortBitmap.Of(grants);
            for (ulong port = 0; port < PortPlan.PortCount; port++)
            {
                bool isGranted = Array.Exists(grants, grant => port >= grant.First && port <= grant.Last);
                Assert.Equal(isGranted, (bitmap[port / 8] & (1 << (int)(port % 8))) == 0);
            }
        }, iter: 50);

    [Fact]
    public void The_page_behind_the_ports_is_all_ones() =>
        Assert.All(
            PortBitmap.Of([new PortPlan(Place.Start, 0, 0xFFFF, null)])[0x2000..], bits => Assert.Equal(0xFF, bits));

    // SDM 3C, "MSR-Bitmap Address": the position of each bit, once more and in the manual's words.
    [Theory]
    [InlineData(Msr.IA32_SYSENTER_CS, 0x000, 0x174)]
    [InlineData(Msr.IA32_STAR, 0x400, 0x81)]
    [InlineData(Msr.IA32_KERNEL_GS_BASE, 0x400, 0x102)]
    public void Vmx_permits_reading_and_writing(uint msr, int offset, int bit)
    {
        byte[] bitmap = MsrBitmap.Vmx([]);
        Assert.Equal(0, bitmap[offset + (bit / 8)] & (1 << (bit % 8)));
        Assert.Equal(0, bitmap[offset + 0x800 + (bit / 8)] & (1 << (bit % 8)));
        Assert.Contains(msr, MsrBitmap.PassedThrough);
    }

    // APM 2, "MSR Intercepts": two bits per MSR.
    [Theory]
    [InlineData(Msr.IA32_SYSENTER_CS, 0x000, 0x174)]
    [InlineData(Msr.IA32_STAR, 0x800, 0x81)]
    [InlineData(Msr.IA32_KERNEL_GS_BASE, 0x800, 0x102)]
    public void Svm_permits_reading_and_writing(uint msr, int offset, int index)
    {
        Assert.Equal(0, MsrBitmap.Svm([])[offset + (index / 4)] & (3 << (2 * (index % 4))));
        Assert.Contains(msr, MsrBitmap.PassedThrough);
    }

    [Fact]
    public void Vmx_permits_only_what_is_passed_through() =>
        Assert.Equal(2 * MsrBitmap.PassedThrough.Count, CountZeros(MsrBitmap.Vmx([])));

    [Fact]
    public void Svm_permits_only_what_is_passed_through() =>
        Assert.Equal(2 * MsrBitmap.PassedThrough.Count, CountZeros(MsrBitmap.Svm([])));

    [Fact]
    public void What_is_granted_is_permitted_as_it_is_granted_and_nothing_else() =>
        Gen.Select(_grantedMsr, Gen.UInt[0, 0x40], Gen.Enum<MsrAccess>()).Array[0, 4].Sample(ranges =>
        {
            MsrPlan[] grants = [.. ranges.Select(range => Grant(range.Item1, range.Item1 + range.Item2, range.Item3))];
            byte[] vmx = MsrBitmap.Vmx(grants);
            byte[] svm = MsrBitmap.Svm(grants);
            foreach ((uint start, int vmxOffset, int svmOffset) in _ranges)
            {
                for (int index = 0; index < 0x2000; index++)
                {
                    MsrAccess access = AccessOf(start + (uint)index, grants);
                    if (vmxOffset >= 0)
                    {
                        Assert.Equal(access.HasFlag(MsrAccess.Read), IsClear(vmx, (8 * vmxOffset) + index));
                        Assert.Equal(access.HasFlag(MsrAccess.Write), IsClear(vmx, (8 * (0x800 + vmxOffset)) + index));
                    }

                    Assert.Equal(access.HasFlag(MsrAccess.Read), IsClear(svm, (8 * svmOffset) + (2 * index)));
                    Assert.Equal(access.HasFlag(MsrAccess.Write), IsClear(svm, (8 * svmOffset) + (2 * index) + 1));
                }
            }

            Assert.All(svm[0x1800..], bits => Assert.Equal(0xFF, bits));
        }, iter: 30);

    [Fact]
    public void A_grant_outside_of_the_ranges_permits_nothing() =>
        Assert.Equal(MsrBitmap.Svm([]), MsrBitmap.Svm([
            Grant(0x1FFF, 0x2000, MsrAccess.ReadWrite), Grant(0xC001_2000, 0xC001_2000, MsrAccess.ReadWrite)]));

    [Theory]
    [InlineData(Msr.IA32_EFER)]
    [InlineData(Msr.IA32_PAT)]
    [InlineData(Msr.IA32_APIC_BASE)]
    [InlineData(Msr.IA32_TSC_AUX)]
    public void What_the_kernel_depends_on_is_not_passed_through(uint msr) =>
        Assert.DoesNotContain(msr, MsrBitmap.PassedThrough);

    // First MSR, and where its range's reads begin in either format, in bytes.
    private static readonly (uint Start, int VmxOffset, int SvmOffset)[] _ranges =
        [(0, 0, 0), (0xC000_0000, 0x400, 0x800), (0xC001_0000, -1, 0x1000)];

    private static readonly Gen<uint> _grantedMsr = Gen
        .Select(Gen.OneOf(Gen.Const(0u), Gen.Const(0xC000_0000), Gen.Const(0xC001_0000)), Gen.UInt[0, 0x1FBF])
        .Select(msr => msr.Item1 + msr.Item2);

    private static MsrPlan Grant(uint first, uint last, MsrAccess access) => new(Place.Start, first, last, access, null);

    private static MsrAccess AccessOf(uint msr, MsrPlan[] grants)
    {
        MsrAccess own = MsrBitmap.PassedThrough.Contains(msr) ? MsrAccess.ReadWrite : MsrAccess.None;
        return grants
            .Where(grant => msr >= grant.First && msr <= grant.Last)
            .Aggregate(own, (access, grant) => access | grant.Access);
    }

    private static bool IsClear(byte[] bitmap, int bit) => (bitmap[bit / 8] & (1 << (bit % 8))) == 0;

    private static int CountZeros(byte[] bitmap) =>
        bitmap.Sum(bits => 8 - System.Numerics.BitOperations.PopCount(bits));
}
