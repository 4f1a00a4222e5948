// The console of one partition, as if a terminal were attached to it.
using System.Buffers;

namespace MicroHV.Machines;

/// <summary>
/// Writes what one partition writes, as it comes, without its name: lines are not waited for. Everything is escaped as
/// <see cref="SafeText"/> does it, but line feeds.
/// </summary>
/// <param name="output">Where to write.</param>
/// <param name="partition">Index of the partition.</param>
public sealed class AttachedConsole(TextWriter output, int partition)
{
    // The beginning of a character, until the rest of it comes.
    private readonly ArrayBufferWriter<byte> _rest = new();

    /// <summary>True if the last line that was written is not ended.</summary>
    public bool IsInLine { get; private set; }

    /// <summary>Writes an event, if it is text of the partition.</summary>
    /// <param name="transcriptEvent">The event.</param>
    public void Print(TranscriptEvent transcriptEvent)
    {
        if (transcriptEvent is not PartitionTextEvent text || text.Partition != partition)
        {
            return;
        }

        byte[] bytes = [.. _rest.WrittenSpan, .. text.Text.Span];
        int complete = text.EndsLine ? bytes.Length : SafeText.CompleteLength(bytes);
        Write(bytes.AsSpan(0, complete));
        _rest.Write(bytes.AsSpan(complete));
        if (text.EndsLine)
        {
            StartLine();
        }
    }

    /// <summary>Writes what is left of a character that never came whole.</summary>
    public void Flush() => Write(_rest.WrittenSpan.ToArray());

    /// <summary>Ends the line, if one is begun, so that others can write below it.</summary>
    public void EndLine()
    {
        if (IsInLine)
        {
            StartLine();
        }
    }

    private void StartLine()
    {
        output.Write('\n');
        output.Flush();
        IsInLine = false;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _rest.ResetWrittenCount();
        if (!bytes.IsEmpty)
        {
            output.Write(SafeText.Escape(bytes));
            output.Flush();
            IsInLine = true;
        }
    }
}
