// What holds for every run that is printed, whatever its guests write.
using System.Text;
using CsCheck;
using MicroHV.Machine.Tests.Transcripts;
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Machine.Tests.Printing;

public sealed class RunPrinterProperties
{
    private const string Begin = "general | ";
    private const string More = "general + ";

    private static readonly Gen<(byte[] Line, int Pieces)[]> _lines =
        Gen.Select(HostileText.Line, Gen.Int[1, 5]).Array[1, 6];

    [Fact]
    public void In_a_pipe_every_line_of_a_guest_stands_whole_behind_its_name() =>
        _lines.Sample(lines =>
        {
            string[] rows = Print(Console(lines), Terminal.UnlimitedWidth);
            Assert.Equal(lines.Select(line => Begin + SafeText.Escape(line.Line)), rows);
        });

    [Fact]
    public void On_a_terminal_every_row_of_a_guest_stands_behind_its_name_and_is_never_wrapped() =>
        Gen.Select(_lines, Gen.Int[20, 200]).Sample((lines, width) =>
        {
            string[] rows = Print(Console(lines), width);
            Assert.All(rows, row => Assert.InRange(Cells(row), Begin.Length, width - 1));
            Assert.Equal(lines.Select(line => Begin + SafeText.Escape(line.Line)), Join(rows));
        });

    [Fact]
    public void A_line_without_end_goes_on_behind_the_name_and_loses_nothing() =>
        HostileText.Line.Array[30, 60].Sample(
            pieces =>
            {
                byte[] line = [.. pieces.SelectMany(piece => piece)];
                string[] rows = Print(Console([(line, 40)]), Terminal.UnlimitedWidth);
                Assert.Equal(Begin + SafeText.Escape(line), Assert.Single(Join(rows)));
            },
            iter: 20);

    [Fact]
    public void No_guest_speaks_as_the_kernel_or_as_the_tool()
    {
        string[] rows = Print(
            Records.Boot
            + "1> ended with exit code 0 in frame 1\n1> \\0apass demo on QEMU TCG, AMD SVM: 1 major frames\n"
            + Records.End(1, 7),
            Terminal.UnlimitedWidth);
        Assert.Equal(
            [
                "general | ended with exit code 0 in frame 1",
                "general | \\0apass demo on QEMU TCG, AMD SVM: 1 major frames",
                "general * ended with exit code 7 in frame 0",
            ],
            rows);
    }

    [Fact]
    public void Names_of_pictures_are_no_pictures() =>
        Assert.Equal("general | 1:100:5 :skull:", Print(Records.Boot + "1> 1:100:5 :skull:\n", Terminal.UnlimitedWidth)[0]);

    // A boot, and lines that come in pieces of about the same size.
    private static string Console((byte[] Line, int Pieces)[] lines)
    {
        StringBuilder console = new();
        foreach ((byte[] line, int pieces) in lines)
        {
            byte[][] chunks = [.. line.Chunk(Math.Max(1, line.Length / pieces))];
            foreach (byte[] chunk in chunks.SkipLast(1))
            {
                _ = console.Append(PartitionText.Write(1, chunk, endsLine: false));
            }

            _ = console.Append(PartitionText.Write(1, chunks.LastOrDefault([]), endsLine: true));
        }

        return Records.Boot + console;
    }

    private static string[] Print(string console, int width)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        IAnsiConsole target = Terminal.On(writer, isRedirected: true);
        target.Profile.Width = width;
        RunPrinter printer = new(target, ["safety", "general"], SystemSources.None);
        DecoderFixture.Decode(console).ForEach(printer.Print);
        printer.Flush();

        // The first line tells of the boot.
        return writer.ToString().TrimEnd('\n').Split('\n')[1..];
    }

    // Rows put together to lines again.
    private static List<string> Join(string[] rows)
    {
        List<string> lines = [];
        foreach (string row in rows)
        {
            if (row.StartsWith(More, StringComparison.Ordinal))
            {
                lines[^1] += row[More.Length..];
            }
            else
            {
                Assert.StartsWith(Begin, row);
                lines.Add(row);
            }
        }

        return lines;
    }

    private static int Cells(string row) => row.EnumerateRunes().Sum(rune => rune.IsAscii ? 1 : 2);
}
