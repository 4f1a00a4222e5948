// Every number of the kernel has words.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;
using MicroHV.Machines;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Machine.Tests.Words;

public sealed class SourceWordsTests
{
    [Fact]
    public void Every_stop_reason_has_words() => AssertComplete<StopReason>();

    [Fact]
    public void Every_error_code_has_words() => AssertComplete<HealthEvent>();

    [Fact]
    public void Every_kind_of_exit_has_words() => AssertComplete<ExitKind>();

    [Fact]
    public void Every_entry_rule_of_VMX_has_words() => AssertComplete<VmxEntryRule>();

    [Fact]
    public void Every_entry_rule_of_SVM_has_words() => AssertComplete<SvmEntryRule>();

    [Fact]
    public void Details_of_a_stop_are_named()
    {
        StopRecord record = new() { Reason = StopReason.MemoryMissing, Detail0 = 0x1000, Detail1 = 0x2000 };
        Assert.Equal(
            "MemoryMissing: Memory that the plan uses is not RAM of this machine. "
            + "(first address: 0x1000, size: 0x2000)",
            StopWords.Sentence(record));
    }

    [Fact]
    public void Two_details_of_one_kind_are_named_once()
    {
        StopRecord record = new() { Reason = StopReason.BlobRegionOverlap, Detail0 = 1, Detail1 = 2 };
        Assert.EndsWith("(their indexes: 0x1, 0x2)", StopWords.Sentence(record));
    }

    [Fact]
    public void A_host_exception_has_its_name()
    {
        StopRecord record = new() { Reason = StopReason.HostException, Vector = 14, Cr2 = 0xBAD };
        Assert.EndsWith("#PF, error code 0x0, RIP 0x0, CR2 0xbad.", StopWords.Sentence(record));
    }

    [Fact]
    public void A_number_without_words_is_shown() =>
        Assert.Equal("0x9999", SourceWords.Of(nameof(StopReason)).For(0x9999).Name);

    private static void AssertComplete<TEnum>()
        where TEnum : struct, Enum
    {
        SourceWords words = SourceWords.Of(typeof(TEnum).Name);
        foreach (TEnum member in Enum.GetValues<TEnum>())
        {
            MemberWords found = words.For(Convert.ToUInt32(member, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(member.ToString(), found.Name);
            Assert.EndsWith(".", found.Summary);
        }
    }
}
