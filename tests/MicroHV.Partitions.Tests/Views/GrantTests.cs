// Grants that a description makes are found again in the bitmaps and masks of its blob.
using MicroHV.Partitions.Views;

namespace MicroHV.Partitions.Tests.Views;

public sealed class GrantTests : IDisposable
{
    private const string Line = "arguments = \"gain=3\"";

    private readonly GoodSystem _good = new();

    public void Dispose() => _good.Dispose();

    [Fact]
    public void An_MSR_grant_has_its_access_and_its_reason()
    {
        PartitionView partition = With("msrs = [{ range = \"0x19c\", access = \"r\", reason = \"the fan\" }]");
        MsrView msr = Assert.Single(partition.Msrs, view => view.First == 0x19C);
        Assert.Equal((0x19CUL, "r", "any"), (msr.Last, msr.Access, msr.Vendor));
        Assert.Equal(["the fan"], msr.Reasons);
    }

    [Fact]
    public void An_MSR_that_only_one_format_has_bits_for_is_that_vendors()
    {
        PartitionView partition =
            With("msrs = [{ range = \"0xc0010200-0xc0010203\", access = \"rw\", reason = \"counters\" }]");
        MsrView msr = Assert.Single(partition.Msrs, view => view.Vendor != "any");
        Assert.Equal((0xC001_0200UL, 0xC001_0203UL, "rw", "amd"), (msr.First, msr.Last, msr.Access, msr.Vendor));
        Assert.Equal("0xC0010200-0xC0010203 rw on AMD", msr.ToString());
    }

    [Fact]
    public void Hidden_features_have_names_and_other_bits_have_places() => Assert.Equal(
        ["avx", "avx2", "rdtscp", "0x1.0.edx.4"],
        With("cpuid = { hide = [\"avx\", \"avx2\", \"rdtscp\", \"1.0.edx.4\"] }").HiddenCpuid.Order(new ByLength()));

    [Fact]
    public void Hypercalls_from_users_are_seen()
    {
        Assert.True(With("user-hypercalls = true").HasUserHypercalls);
        Assert.False(With("").HasUserHypercalls);
    }

    private PartitionView With(string line)
    {
        LoadedSystem loaded = _good.Load(Line, $"{Line}\n{line}");
        Assert.NotNull(loaded.Plan);
        return SystemViews.Of(loaded.Plan).Partitions[0];
    }

    private sealed class ByLength : IComparer<string>
    {
        public int Compare(string? x, string? y) =>
            x!.Length != y!.Length ? x.Length.CompareTo(y.Length) : string.CompareOrdinal(x, y);
    }
}
