// A partition's text on the console line, to and from bytes.
using System.Buffers;
using System.Text;

namespace MicroHV.Machines;

/// <summary>The form of a partition's text on the console line.</summary>
public static class PartitionText
{
    private const byte FirstPlain = 0x20;
    private const byte LastPlain = 0x7E;
    private const byte Escape = (byte)'\\';

    /// <summary>Reads what follows "number&gt; " on a line.</summary>
    /// <param name="escaped">The escaped text, without the line feed.</param>
    /// <param name="text">The bytes that the guest wrote.</param>
    /// <param name="endsLine">False if a lone '\' ends the line: the guest has not ended its own.</param>
    /// <returns>False if the kernel would not have written it.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> escaped, out byte[] text, out bool endsLine)
    {
        ArrayBufferWriter<byte> bytes = new(Math.Max(escaped.Length, 1));
        text = [];
        endsLine = true;
        Span<byte> value = stackalloc byte[1];
        for (int i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] is < FirstPlain or > LastPlain)
            {
                return false;
            }

            if (escaped[i] != Escape)
            {
                bytes.Write(escaped.Slice(i, 1));
                continue;
            }

            if (i == escaped.Length - 1)
            {
                endsLine = false;
                break;
            }

            if (i + 2 >= escaped.Length
                || Convert.FromHexString(escaped.Slice(i + 1, 2), value, out _, out _) != OperationStatus.Done)
            {
                return false;
            }

            bytes.Write(value);
            i += 2;
        }

        text = bytes.WrittenSpan.ToArray();
        return true;
    }

    /// <summary>The line of a text, as the kernel writes it, line feed included.</summary>
    /// <param name="partition">Index of the partition.</param>
    /// <param name="text">The bytes that the guest wrote, the line feed not among them.</param>
    /// <param name="endsLine">True if the guest ended its line.</param>
    public static string Write(int partition, ReadOnlySpan<byte> text, bool endsLine)
    {
        StringBuilder line = new($"{partition}> ");
        foreach (byte value in text)
        {
            _ = value is >= FirstPlain and <= LastPlain and not Escape
                ? line.Append((char)value)
                : line.Append($"\\{value:x2}");
        }

        return line.Append(endsLine ? "\n" : "\\\n").ToString();
    }
}
