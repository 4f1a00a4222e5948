// The debugger that is built into Bochs, from its user's side.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MicroHV.Machines;

/// <summary>
/// Types commands and reads what they print, up to the next prompt. Bochs user manual, "Using the internal debugger".
/// </summary>
/// <param name="commands">The standard input of Bochs.</param>
/// <param name="answers">Its standard output.</param>
internal sealed partial class BochsDebugger(Stream commands, Stream answers) : IPhysicalMemory
{
    // What it takes as the count of one command.
    private const int MostWords = 0x8000;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _prompts;
    private int _breakpoints;

    /// <summary>Waits until the first command can be given.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task BeginAsync(CancellationToken cancellation) => ReadAsync(cancellation);

    /// <summary>Gives a command and returns what is printed, the echo of the command first.</summary>
    /// <param name="command">One line.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EndOfStreamException">Bochs has ended.</exception>
    public async Task<string> AskAsync(string command, CancellationToken cancellation)
    {
        await TellAsync(command, cancellation).ConfigureAwait(false);
        return await ReadAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends Bochs.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task QuitAsync(CancellationToken cancellation) => TellAsync("q", cancellation);

    /// <summary>Stops the machine whenever it is about to execute the instruction at a physical address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The breakpoint's number.</returns>
    public async Task<int> BreakAsync(ulong address, CancellationToken cancellation)
    {
        _ = await AskAsync(Invariant($"pb 0x{address:x}"), cancellation).ConfigureAwait(false);
        return ++_breakpoints;
    }

    /// <summary>Takes a breakpoint away.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task ForgetAsync(int number, CancellationToken cancellation) => AskAsync(Invariant($"d {number}"), cancellation);

    /// <summary>Stops the machine after so many more ticks, once.</summary>
    /// <param name="ticks">Ticks from now on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task BreakAfterAsync(ulong ticks, CancellationToken cancellation) => AskAsync(Invariant($"sb {ticks}"), cancellation);

    /// <summary>Lets the machine run until it stops again.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The tick at which it stopped, and RIP.</returns>
    /// <exception cref="InvalidDataException">Bochs does not say where.</exception>
    public async Task<(ulong Tick, ulong Rip)> ContinueAsync(CancellationToken cancellation)
    {
        string answer = await AskAsync("c", cancellation).ConfigureAwait(false);
        Match match = Stop().Match(answer);
        return match.Success
            ? (ulong.Parse(match.Groups["tick"].ValueSpan, CultureInfo.InvariantCulture), Hex(match.Groups["rip"].ValueSpan))
            : throw new InvalidDataException($"Bochs does not say where it stopped: {answer}");
    }

    /// <summary>Executes one instruction.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task StepAsync(CancellationToken cancellation) => AskAsync("s", cancellation);

    /// <summary>The general registers and RIP, by their names in lower case.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyDictionary<string, ulong>> ReadRegistersAsync(CancellationToken cancellation) =>
        Register().Matches(await AskAsync("r", cancellation).ConfigureAwait(false)).ToDictionary(
            match => match.Groups["name"].Value,
            match => (Hex(match.Groups["high"].ValueSpan) << 32) | Hex(match.Groups["low"].ValueSpan));

    /// <summary>Gives a general register, or RIP, a value.</summary>
    /// <param name="name">Its name in lower case.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task WriteRegisterAsync(string name, ulong value, CancellationToken cancellation) =>
        AskAsync(Invariant($"set {name} = 0x{value:x}"), cancellation);

    /// <inheritdoc/>
    public async Task<byte[]?> ReadPhysicalAsync(ulong address, int count, CancellationToken cancellation)
    {
        byte[] bytes = new byte[(count + sizeof(ulong) - 1) / sizeof(ulong) * sizeof(ulong)];
        for (int done = 0; done < bytes.Length;)
        {
            int words = Math.Min(MostWords, (bytes.Length - done) / sizeof(ulong));
            string answer = await AskAsync(Invariant($"xp /{words}gx 0x{address + (ulong)done:x}"), cancellation).ConfigureAwait(false);
            if (!TryParse(answer, bytes.AsSpan(done, words * sizeof(ulong))))
            {
                return null;
            }

            done += words * sizeof(ulong);
        }

        return bytes[..count];
    }

    /// <inheritdoc/>
    public async Task<bool> WritePhysicalAsync(ulong address, byte[] bytes, CancellationToken cancellation)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            string command = Invariant($"setpmem 0x{address + (ulong)i:x} 1 0x{bytes[i]:x}");
            string answer = await AskAsync(command, cancellation).ConfigureAwait(false);
            if (answer.Trim() != command)
            {
                return false;
            }
        }

        return true;
    }

    // Lines such as "0x0000000000400000 <bogus+       0>:	0xe2c148310fe8ae0f	0x90c3d00948c08920".
    private static bool TryParse(string answer, Span<byte> words)
    {
        Span<byte> left = words;
        foreach (ReadOnlySpan<char> line in answer.AsSpan().EnumerateLines())
        {
            int start = line.IndexOf(":\t");
            ReadOnlySpan<char> values = start < 0 ? [] : line[(start + 2)..];
            foreach (Range range in values.Split('\t'))
            {
                if (values[range].StartsWith("0x") && !left.IsEmpty)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(left, Hex(values[range][2..]));
                    left = left[sizeof(ulong)..];
                }
            }
        }

        return left.IsEmpty;
    }

    private async Task TellAsync(string command, CancellationToken cancellation)
    {
        try
        {
            await commands.WriteAsync(Encoding.ASCII.GetBytes($"{command}\n"), cancellation).ConfigureAwait(false);
            await commands.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException broken)
        {
            throw new EndOfStreamException("Bochs has ended", broken);
        }
    }

    private async Task<string> ReadAsync(CancellationToken cancellation)
    {
        byte[] prompt = Encoding.ASCII.GetBytes(Invariant($"<bochs:{++_prompts}> "));
        using MemoryStream said = new();
        while (true)
        {
            int count = await answers.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                throw new EndOfStreamException("Bochs has ended");
            }

            said.Write(_buffer, 0, count);
            ReadOnlySpan<byte> all = said.GetBuffer().AsSpan(0, (int)said.Length);
            if (all.EndsWith(prompt))
            {
                return Encoding.Latin1.GetString(all[..^prompt.Length]);
            }
        }
    }

    private static ulong Hex(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Next at t=(?<tick>\d+)\n\(0\) \[0x[0-9a-f]+\] [0-9a-f]{4}:(?<rip>[0-9a-f]+) ")]
    private static partial Regex Stop();

    [GeneratedRegex(@"^(?<name>r[a-z0-9]+) *: (?<high>[0-9a-f]{8})_(?<low>[0-9a-f]{8})", RegexOptions.Multiline)]
    private static partial Regex Register();
}
