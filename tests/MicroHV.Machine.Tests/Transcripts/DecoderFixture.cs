// Runs bytes through a decoder.
using System.Text;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Transcripts;

/// <summary>Decodes whole consoles of a system with two partitions.</summary>
internal static class DecoderFixture
{
    /// <summary>The events of a console.</summary>
    public static List<TranscriptEvent> Decode(string console) =>
        Decode(Encoding.Latin1.GetBytes(console), int.MaxValue);

    /// <summary>The events of a console that comes in pieces.</summary>
    public static List<TranscriptEvent> Decode(byte[] console, int pieceBytes)
    {
        List<TranscriptEvent> events = [];
        TranscriptDecoder decoder = new(2, events.Add);
        foreach (byte[] piece in console.Chunk(Math.Min(pieceBytes, Math.Max(console.Length, 1))))
        {
            decoder.Push(piece);
        }

        decoder.Complete();
        return events;
    }

    /// <summary>The text of a partition.</summary>
    public static byte[] TextOf(IEnumerable<TranscriptEvent> events, int partition)
    {
        List<byte> bytes = [];
        foreach (var text in events.OfType<PartitionTextEvent>().Where(item => item.Partition == partition))
        {
            bytes.AddRange(text.Text.Span);
            if (text.EndsLine)
            {
                bytes.Add((byte)'\n');
            }
        }

        return [.. bytes];
    }
}
