// What a person sees.
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Transcripts;
using MicroHV.Machines;
using Spectre.Console;

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
    public void A_crash_record_is_told_first_with_its_reason_its_callers_and_what_to_look_at()
    {
        string text = Print(Records.Crash() + Records.Boot);
        Assert.StartsWith("before the reset, kernel: HostException\n", text, StringComparison.Ordinal);
        Assert.Contains("#PF, error code 0x0, RIP 0x101000", text);
        Assert.Contains("look at The lines of the kernel below", text);
        Assert.Contains("0.250000 s after the first frame began, frame 12, in the window of safety, CPU 0", text);
        Assert.Contains("event   damaged: its checksum is wrong", text);
        Assert.Contains("from    0000000000101000\nfrom    0000000000102000\nfrom    0000000000103000\n", text);
        Assert.Contains("later   1 more like it", text);
    }

    [Fact]
    public void A_dump_names_what_happened_and_every_register()
    {
        string text = Print(Records.Boot + Records.Error(1, HealthEvent.MemoryViolation));
        Assert.Contains("general: MemoryViolation at 0x40010a\n", text);
        Assert.Contains("write guest-physical address 0x500000", text);
        Assert.Contains("0000:000000000040010a  48 89 07  mov [rdi], rax", text);
        Assert.Contains("NestedPageFault", text);
        Assert.Contains("RAX 00000000deadbeef", text);
        Assert.Contains("CR0     0000000080050033  PG AM WP NE ET MP PE", text);
        Assert.Contains("EFER    0000000000000d00  NXE LMA LME", text);
        Assert.Contains("code 64-bit, DPL 0", text);
    }

    [Fact]
    public void The_same_error_at_the_same_place_is_told_in_a_line()
    {
        string text = Print(
            Records.Boot + Records.Error(1, HealthEvent.MemoryViolation) + Records.Error(1, HealthEvent.MemoryViolation)
            + Records.Error(1, HealthEvent.IllegalRequest));
        Assert.Contains("general * MemoryViolation once more at 0x40010a, frame 12\ngeneral: IllegalRequest at", text);
        Assert.Equal(2, text.Split("general: ").Length - 1);
    }

    [Fact]
    public void A_dump_begins_with_who_and_what_and_where() => Assert.Equal(
        "general: MemoryViolation at 0x40010a",
        Print(Records.Boot + Records.Error(1, HealthEvent.MemoryViolation)).Split('\n')[1]);

    [Fact]
    public void A_place_in_the_sources_stands_first_and_so_do_the_functions_that_it_was_inlined_into()
    {
        using StringWriter writer = new() { NewLine = "\n" };
        DumpPrinter.Print(
            Terminal.On(writer, isRedirected: true), "general",
            new PartitionFault(Records.Dump(1, HealthEvent.MemoryViolation), null),
            [new SourcePlace("put", "line.c", 12), new SourcePlace("main", "main.c", 41)]);
        Assert.StartsWith(
            "general: MemoryViolation at line.c:12 in put\n        inlined into main at main.c:41\n──", writer.ToString());
    }

    [Fact]
    public void No_row_of_a_dump_is_longer_than_the_terminal()
    {
        using StringWriter writer = new() { NewLine = "\n" };
        IAnsiConsole console = Terminal.On(writer, isRedirected: true);
        console.Profile.Width = 60;
        SourcePlace place = new("main", $"{new string('x', 100)}safety  | forged", 1);
        DumpPrinter.Print(console, "general", new PartitionFault(Records.Dump(1, HealthEvent.MemoryViolation), null), [place]);
        string[] rows = writer.ToString().Split('\n');
        Assert.Equal("general: MemoryViolation at ", rows[0]);
        Assert.All(rows[1..3], row => Assert.StartsWith("        ", row));
    }

    [Fact]
    public void A_stop_by_the_kernels_own_fault_is_decoded()
    {
        StopRecord stop = new()
        {
            Reason = StopReason.HostException, Vector = 14, Rip = 0x10_1234, Rsp = 0x11_0000, Cr2 = 0xBAD, Frames = 3,
            PartitionIndex = 1, Rflags = 2,
        };
        string text = Print(Records.Boot + "1> open\\\n" + WireRecord.Write(WireRecordKind.Stop, stop));
        Assert.Contains("general | open\nkernel: HostException at 0x101234\n──", text);
        Assert.Contains("#PF, error code 0x0", text);
        Assert.Contains("frame 3, in the window of general, CPU 0", text);
        Assert.Contains("RIP 0000000000101234  RSP 0000000000110000", text);
    }

    [Fact]
    public void A_stop_as_planned_prints_nothing() =>
        Assert.DoesNotContain("kernel:", Print(Records.Boot + Records.Stop(StopReason.AllPartitionsIdle)));

    [Fact]
    public void No_colour_goes_into_a_pipe() =>
        Assert.DoesNotContain('\u001b', Print(Records.Boot + Records.Error(1, HealthEvent.MemoryViolation)));

    private static string Print(string console)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        RunPrinter printer = new(Terminal.On(writer, isRedirected: true), ["safety", "general"], SystemSources.None);
        DecoderFixture.Decode(console).ForEach(printer.Print);
        printer.Flush();
        return writer.ToString();
    }
}
