// The console of one partition.
using CsCheck;
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Transcripts;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Printing;

public sealed class AttachedConsoleTests
{
    [Fact]
    public void Only_the_partitions_text_comes_without_a_name() => Assert.Equal(
        "mine\n",
        Print(Records.Boot + "0> not mine\n1> mine\n" + Records.Error(1, HealthEvent.MemoryViolation) + Records.End(0)));

    [Fact]
    public void A_line_is_not_waited_for() => Assert.Equal("login: ", Print(Records.Boot + "1> login: \\\n"));

    [Fact]
    public void A_character_that_comes_in_pieces_is_shown_whole() =>
        Assert.Equal("5 €\n", Print(Records.Boot + "1> 5 \\e2\\\n1> \\82\\\n1> \\ac\n"));

    [Fact]
    public void A_character_that_never_comes_whole_is_shown_at_the_end() =>
        Assert.Equal(@"5 \e2\82", Print(Records.Boot + "1> 5 \\e2\\82\\\n"));

    [Fact]
    public void Whatever_comes_in_whatever_pieces_is_shown_escaped_and_nothing_is_lost() =>
        HostileText.Line.Array[1, 20].Sample(pieces =>
        {
            string console = string.Concat(pieces.Select(piece => PartitionText.Write(1, piece, endsLine: false)));
            byte[] whole = [.. pieces.SelectMany(piece => piece)];
            Assert.Equal(SafeText.Escape(whole), Print(Records.Boot + console));
        });

    [Fact]
    public void A_line_that_is_not_ended_is_ended_for_what_others_write()
    {
        using StringWriter writer = new();
        AttachedConsole console = new(writer, 1);
        DecoderFixture.Decode(Records.Boot + "1> half\\\n").ForEach(console.Print);
        Assert.True(console.IsInLine);
        console.EndLine();
        console.EndLine();
        Assert.Equal("half\n", writer.ToString());
    }

    private static string Print(string text)
    {
        using StringWriter writer = new();
        AttachedConsole console = new(writer, 1);
        DecoderFixture.Decode(text).ForEach(console.Print);
        console.Flush();
        return writer.ToString();
    }
}
