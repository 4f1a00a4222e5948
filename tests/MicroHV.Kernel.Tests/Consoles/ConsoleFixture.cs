// What came over the line, sorted.
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Consoles;

/// <summary>Reads transcripts.</summary>
internal static class ConsoleFixture
{
    /// <summary>Decodes what a serial line carried.</summary>
    public static List<TranscriptEvent> Decode(IEnumerable<byte> bytes, int partitionCount)
    {
        List<TranscriptEvent> events = [];
        TranscriptDecoder decoder = new(partitionCount, events.Add);
        decoder.Push([.. bytes]);
        decoder.Complete();
        return events;
    }

    /// <summary>The text of a partition.</summary>
    public static byte[] TextOf(IEnumerable<TranscriptEvent> events, int partition)
    {
        List<byte> bytes = [];
        foreach (PartitionTextEvent text in events.OfType<PartitionTextEvent>().Where(text => text.Partition == partition))
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
