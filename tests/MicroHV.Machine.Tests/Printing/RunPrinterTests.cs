// What a person sees.
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Transcripts;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Printing;

public sealed class RunPrinterTests
{
    [Fact]
    public void Lines_stand_behind_the_names_of_their_partitions()
    {
        string text = Print(Records.Boot + "0> one\\\n1> two\n0> , more\n");
        Assert.EndsWith("general | two\nsafety  | one, more\n", text);
    }

    [Fact]
    public void A_line_that_is_never_ended_is_shown_at_the_end() =>
        Assert.EndsWith("safety  | no end\n", Print(Records.Boot + "0> no end\\\n"));

    [Fact]
    public void Control_characters_and_markup_of_a_guest_are_shown_as_text() =>
        Assert.EndsWith("safety  | \\1b[31m [[red]x[/]\n", Print(Records.Boot + "0> \\1b[31m [[red]x[/]\n"));

    [Fact]
    public void A_dump_names_what_happened_and_every_register()
    {
        string text = Print(Records.Boot + Records.Error(1, ErrorCode.MemoryViolation));
        Assert.Contains("general was stopped: MemoryViolation", text);
        Assert.Contains("write guest-physical address 0x500000", text);
        Assert.Contains("0000:000000000040010a  48 89 07  mov [rdi], rax", text);
        Assert.Contains("NestedPageFault", text);
        Assert.Contains("RAX 00000000deadbeef", text);
        Assert.Contains("CR0     0000000080050033  PG AM WP NE ET MP PE", text);
        Assert.Contains("EFER    0000000000000d00  NXE LMA LME", text);
        Assert.Contains("code 64-bit, DPL 0", text);
    }

    [Fact]
    public void No_colour_goes_into_a_pipe() =>
        Assert.DoesNotContain('\u001b', Print(Records.Boot + Records.Error(1, ErrorCode.MemoryViolation)));

    private static string Print(string console)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        RunPrinter printer = new(Terminal.On(writer, isRedirected: true), ["safety", "general"]);
        DecoderFixture.Decode(console).ForEach(printer.Print);
        printer.Flush();
        return writer.ToString();
    }
}
