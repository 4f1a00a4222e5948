// Packets of gdb's remote serial protocol on a stream.
using System.Buffers;
using System.Globalization;
using System.Text;

namespace MicroHV.Machines;

/// <summary>
/// Reads and writes packets: '$', the payload, '#', two hexadecimal digits of its sum. Each is acknowledged with '+'; the
/// streams that we use lose nothing, so that nothing is ever sent twice. GDB manual, "Remote Protocol: Overview".
/// </summary>
/// <param name="stream">A socket's stream.</param>
internal sealed class PacketStream(Stream stream)
{
    /// <summary>What <see cref="ReadAsync"/> returns for the byte by which gdb asks a running machine to stop.</summary>
    public const string Interrupt = "\u0003";

    // gdb's packets are as large as the stub's: 4 KiB, and twice that where every byte is escaped.
    private const int LongestPayload = 64 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private int _next;
    private int _count;

    /// <summary>The next packet's payload, one character for each byte; <see cref="Interrupt"/>; or null at the end.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The peer does not speak the protocol.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            switch (await NextAsync(cancellation).ConfigureAwait(false))
            {
                case null:
                    return null;
                case 3:
                    return Interrupt;
                case (byte)'$':
                    string? payload = await ReadPayloadAsync(cancellation).ConfigureAwait(false);
                    if (payload is not null)
                    {
                        await stream.WriteAsync("+"u8.ToArray(), cancellation).ConfigureAwait(false);
                    }

                    return payload;
                default:
                    // An acknowledgement.
                    break;
            }
        }
    }

    /// <summary>Sends a packet.</summary>
    /// <param name="payload">The payload, one character for each byte, escaped where the protocol wants it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task WriteAsync(string payload, CancellationToken cancellation)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(payload);
        string end = string.Create(CultureInfo.InvariantCulture, $"#{Sum(bytes):x2}");
        byte[] packet = [(byte)'$', .. bytes, .. Encoding.ASCII.GetBytes(end)];
        await stream.WriteAsync(packet, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks a running machine to stop.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task InterruptAsync(CancellationToken cancellation) =>
        await stream.WriteAsync(new byte[] { 3 }, cancellation).ConfigureAwait(false);

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (byte value in bytes)
        {
            sum = unchecked((byte)(sum + value));
        }

        return sum;
    }

    private async Task<string?> ReadPayloadAsync(CancellationToken cancellation)
    {
        ArrayBufferWriter<byte> payload = new();
        while (await NextAsync(cancellation).ConfigureAwait(false) is { } value)
        {
            if (value == (byte)'#')
            {
                byte? high = await NextAsync(cancellation).ConfigureAwait(false);
                byte? low = await NextAsync(cancellation).ConfigureAwait(false);
                string digits = $"{(char)(high ?? 0)}{(char)(low ?? 0)}";
                return byte.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte sum)
                    && sum == Sum(payload.WrittenSpan)
                    ? Encoding.Latin1.GetString(payload.WrittenSpan)
                    : throw new InvalidDataException("a packet of the debugger has a wrong checksum");
            }

            if (payload.WrittenCount == LongestPayload)
            {
                throw new InvalidDataException("a packet of the debugger is too long");
            }

            payload.Write([value]);
        }

        return null;
    }

    private async Task<byte?> NextAsync(CancellationToken cancellation)
    {
        if (_next == _count)
        {
            _next = 0;
            _count = await stream.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
        }

        return _count == 0 ? null : _buffer[_next++];
    }
}
