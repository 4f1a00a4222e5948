// What holds for every console, however hostile.
using System.Text;
using CsCheck;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Transcripts;

public sealed class TranscriptProperties
{
    // Bytes that matter to the protocol are much likelier than the rest.
    private static readonly byte[] _protocolBytes = "#0123456789abcdef> \\\n\r"u8.ToArray();

    private static readonly Gen<byte> _hostileByte = Gen.Frequency(
        (3, Gen.Int[0, _protocolBytes.Length - 1].Select(index => _protocolBytes[index])),
        (1, Gen.Byte));

    private static readonly Gen<byte[]> _hostileBytes = _hostileByte.Array[0, 400];

    [Fact]
    public void Any_text_of_a_guest_comes_back_and_forges_nothing() =>
        Gen.Select(_hostileBytes, Gen.Int[0, 1], Gen.Bool).Sample((text, partition, endsLine) =>
        {
            string console = Records.Boot + PartitionText.Write(partition, text, endsLine);
            List<TranscriptEvent> events = DecoderFixture.Decode(console);
            PartitionTextEvent read = Assert.IsType<PartitionTextEvent>(events[1]);
            Assert.Equal(2, events.Count);
            Assert.Equal(partition, read.Partition);
            Assert.Equal(endsLine, read.EndsLine);
            Assert.Equal(text, read.Text.ToArray());
        });

    [Fact]
    public void Any_bytes_decode_the_same_in_pieces_of_any_size() =>
        Gen.Select(_hostileBytes, Gen.Int[1, 50]).Sample((bytes, pieceBytes) =>
        {
            byte[] console = [.. Encoding.Latin1.GetBytes(Records.Boot), .. bytes];
            Assert.Equal(
                DecoderFixture.Decode(console, int.MaxValue).Select(Shape),
                DecoderFixture.Decode(console, pieceBytes).Select(Shape));
        });

    [Fact]
    public void Every_line_after_the_boot_becomes_exactly_one_event_until_an_empty_one() =>
        _hostileBytes.Sample(hostile =>
        {
            int empty = hostile.AsSpan().IndexOf("\n\n"u8);
            byte[] bytes = hostile is [(byte)'\n', ..] ? [] : empty < 0 ? hostile : hostile[..(empty + 1)];
            byte[] console = [.. Encoding.Latin1.GetBytes(Records.Boot), .. bytes];
            int lines =
                bytes.Count(value => value == (byte)'\n') + (bytes.Length > 0 && bytes[^1] != (byte)'\n' ? 1 : 0);
            Assert.Equal(lines + 1, DecoderFixture.Decode(console, int.MaxValue).Count);
        });

    [Fact]
    public void Any_console_can_be_collected_judged_and_reported() =>
        _hostileBytes.Sample(bytes =>
        {
            byte[] console = [.. Encoding.Latin1.GetBytes(Records.Boot), .. bytes];
            Transcript transcript = new(["safety", "general"]);
            DecoderFixture.Decode(console, int.MaxValue).ForEach(transcript.Add);
            RunResult result = new(RunEnding.MachineDied, transcript, [], null);
            RunReport report = RunReport.Of("demo", QemuMachine.Tcg, result, Expectation.AllEndWell, SystemSources.None);
            Assert.Equal(Outcome.Crash, report.Outcome);
            Assert.NotEmpty(ReportFile.Text(report));
        });

    [Fact]
    public void Any_bytes_of_a_dump_can_be_put_into_words() =>
        Gen.Byte.Array[592].Sample(bytes =>
        {
            Assert.True(WireRecord.TryAs(bytes, out PartitionErrorRecord record));
            Assert.NotEmpty(ErrorWords.Sentence(new PartitionFault(record, null)));
            Assert.NotNull(PartitionErrorReport.Of(new PartitionFault(record, null), SystemSources.None));
        });

    private static string Shape(TranscriptEvent item) => item switch
    {
        PartitionTextEvent text => $"{text.Partition} {text.EndsLine} {Convert.ToHexString(text.Text.Span)}",
        GarbledEvent garbled => $"garbled {Convert.ToHexString(garbled.Line.Span)}",
        _ => item.GetType().Name,
    };
}
