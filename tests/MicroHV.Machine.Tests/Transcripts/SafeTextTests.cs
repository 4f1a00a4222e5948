// What a guest writes, as a person's terminal gets it.
using System.Text;
using CsCheck;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Transcripts;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("Grüße, 世界 €5 — „so“", "Grüße, 世界 €5 — „so“")]
    [InlineData("\u001b[31mred", @"\1b[31mred")]
    [InlineData("\u009b31m", @"\c2\9b31m")]
    [InlineData("a\r\b\t\0\u007f", @"a\0d\08\09\00\7f")]
    [InlineData("a\nb", @"a\0ab")]
    [InlineData("\u202eeno\u202c \u2066two\u2069", @"\e2\80\aeeno\e2\80\ac \e2\81\a6two\e2\81\a9")]
    [InlineData("\u200b\u200d\ufeff", @"\e2\80\8b\e2\80\8d\ef\bb\bf")]
    [InlineData("a\u0301\u20dd", @"a\cc\81\e2\83\9d")]
    [InlineData("\u00a0\u3000", @"\c2\a0\e3\80\80")]
    [InlineData("\u3164\u2800\u115f", @"\e3\85\a4\e2\a0\80\e1\85\9f")]
    [InlineData("\u2028\u2029\u0085", @"\e2\80\a8\e2\80\a9\c2\85")]
    [InlineData(@"C:\1b", @"C:\\1b")]
    public void Text_is_shown_and_tricks_are_spelled_out(string text, string shown) =>
        Assert.Equal(shown, SafeText.Escape(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("c080", @"\c0\80")]
    [InlineData("e080af", @"\e0\80\af")]
    [InlineData("eda080", @"\ed\a0\80")]
    [InlineData("f09f98", @"\f0\9f\98")]
    [InlineData("80ff", @"\80\ff")]
    [InlineData("f4908080", @"\f4\90\80\80")]
    public void Bytes_that_are_not_UTF_8_are_spelled_out(string digits, string shown) =>
        Assert.Equal(shown, SafeText.Escape(Convert.FromHexString(digits)));

    [Fact]
    public void Whatever_a_guest_writes_only_plain_characters_come_out_and_the_bytes_can_be_had_back() =>
        HostileText.Line.Sample(bytes =>
        {
            string shown = SafeText.Escape(bytes);
            Assert.All(shown.EnumerateRunes(), rune => Assert.True(HostileText.IsPlain(rune), $"U+{rune.Value:X4}"));
            Assert.Equal(bytes, HostileText.Unescape(shown));
        });

    [Fact]
    public void Of_a_text_with_lines_nothing_but_line_feeds_is_let_through() =>
        HostileText.Line.Array[1, 4].Sample(lines =>
        {
            byte[] text = [.. lines.SelectMany(line => line.Append((byte)'\n'))];
            string shown = SafeText.EscapeLines(text);
            Assert.Equal([.. lines.Select(line => SafeText.Escape(line)), ""], shown.Split('\n'));
        });

    [Fact]
    public void A_text_cut_anywhere_is_shown_as_if_it_were_whole() =>
        Gen.Select(HostileText.Line, Gen.Int[0, 400]).Sample((bytes, where) =>
        {
            int cut = Math.Min(where, bytes.Length);
            int complete = SafeText.CompleteLength(bytes.AsSpan(0, cut));
            Assert.InRange(complete, Math.Max(0, cut - 3), cut);
            Assert.Equal(
                SafeText.Escape(bytes), SafeText.Escape(bytes.AsSpan(0, complete)) + SafeText.Escape(bytes.AsSpan(complete)));
        });
}
