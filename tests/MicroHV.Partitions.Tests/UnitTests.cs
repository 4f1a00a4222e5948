// Numbers with units.
using CsCheck;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests;

public sealed class UnitTests
{
    [Fact]
    public void A_written_size_reads_as_itself() =>
        Gen.ULong.Sample(bytes => Units.TryParseSize(Units.FormatSize(bytes), out ulong read) && read == bytes);

    [Fact]
    public void A_written_time_reads_as_itself() =>
        Gen.ULong.Sample(time => Units.TryParseTime(Units.FormatTime(time), out ulong read) && read == time);

    [Fact]
    public void A_written_frequency_reads_as_itself() =>
        Gen.ULong.Sample(
            hertz => Units.TryParseFrequency(Units.FormatFrequency(hertz), out ulong read) && read == hertz);

    [Fact]
    public void A_hexadecimal_number_reads_as_itself() =>
        Gen.ULong.Sample(number => Units.TryParseNumber($"0x{number:x}", out ulong read) && read == number);

    [Fact]
    public void Any_text_is_a_number_or_refused() => Gen.String.Sample(text =>
    {
        _ = Units.TryParseSize(text, out _);
        _ = Units.TryParseTime(text, out _);
        _ = Units.TryParseFrequency(text, out _);
    });

    [Theory]
    [InlineData("2.5ms", 2_500_000)]
    [InlineData("1_000ns", 1000)]
    [InlineData("3 us", 3000)]
    [InlineData("0", 0)]
    public void Times_may_be_written_pleasantly(string text, ulong nanoseconds)
    {
        Assert.True(Units.TryParseTime(text, out ulong read));
        Assert.Equal(nanoseconds, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ms")]
    [InlineData("10")]
    [InlineData("-1ms")]
    [InlineData("0.5ns")]
    [InlineData("10 minutes")]
    [InlineData("99999999999999s")]
    [InlineData("1__0ms")]
    public void Other_times_are_refused(string text) => Assert.False(Units.TryParseTime(text, out _));
}
