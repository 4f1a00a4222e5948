// QEMU's gdb stub, from its client's side.
using System.Globalization;
using System.Text;

namespace MicroHV.Machines;

/// <summary>Asks QEMU's gdb stub, one question at a time.</summary>
/// <param name="packets">The connection.</param>
internal sealed class QemuStub(PacketStream packets) : IPhysicalMemory
{
    private const string Done = "OK";
    private const string Ended = "the machine ended while it was being debugged";

    // QEMU's packets have 4 KiB, and a byte of memory is two of them.
    private const int MostBytes = 1024;

    /// <summary>Sends a packet and returns the answer to it.</summary>
    /// <param name="request">The packet.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EndOfStreamException">QEMU has ended.</exception>
    public async Task<string> AskAsync(string request, CancellationToken cancellation)
    {
        try
        {
            await packets.WriteAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (IOException broken)
        {
            throw new EndOfStreamException(Ended, broken);
        }

        return await ReadAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks the running machine to stop.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task InterruptAsync(CancellationToken cancellation) => packets.InterruptAsync(cancellation);

    /// <summary>Waits for the next packet of an answer that has more than one.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EndOfStreamException">QEMU has ended.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await packets.ReadAsync(cancellation).ConfigureAwait(false) ?? throw new EndOfStreamException(Ended);
        }
        catch (IOException broken) when (broken is not EndOfStreamException)
        {
            throw new EndOfStreamException(Ended, broken);
        }
    }

    /// <summary>Reads the registers.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<StubState> ReadStateAsync(CancellationToken cancellation) =>
        StubState.Read(await AskAsync("g", cancellation).ConfigureAwait(false));

    /// <summary>Lets the machine run until it stops again.</summary>
    /// <param name="isStep">True for one instruction.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<string> ResumeAsync(bool isStep, CancellationToken cancellation) =>
        AskAsync(isStep ? "s" : "c", cancellation);

    /// <summary>Gives QEMU's monitor a command that answers nothing.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It answers something.</exception>
    public async Task CommandAsync(string command, CancellationToken cancellation)
    {
        string answer = await AskAsync(
            $"qRcmd,{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(command))}", cancellation).ConfigureAwait(false);
        if (answer != Done)
        {
            throw new InvalidOperationException($"QEMU's monitor answers '{command}' with {answer}");
        }
    }

    /// <summary>Sets or clears a breakpoint.</summary>
    /// <param name="kind">'0' for one of software, '1' for one of hardware: QEMU makes no difference.</param>
    /// <param name="isSet">True to set it.</param>
    /// <param name="address">Virtual address, of whatever runs there.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task BreakAsync(char kind, bool isSet, ulong address, CancellationToken cancellation)
    {
        string request = string.Create(CultureInfo.InvariantCulture, $"{(isSet ? 'Z' : 'z')}{kind},{address:x},1");
        string answer = await AskAsync(request, cancellation).ConfigureAwait(false);
        if (answer != Done)
        {
            throw new InvalidOperationException($"QEMU's gdb stub refuses a breakpoint: {answer}");
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadPhysicalAsync(ulong address, int count, CancellationToken cancellation)
    {
        byte[] bytes = new byte[count];
        _ = await AskAsync("Qqemu.PhyMemMode:1", cancellation).ConfigureAwait(false);
        bool isRead = true;
        for (int done = 0; done < count && isRead; done += MostBytes)
        {
            int part = Math.Min(MostBytes, count - done);
            string request = string.Create(CultureInfo.InvariantCulture, $"m{address + (ulong)done:x},{part:x}");
            string answer = await AskAsync(request, cancellation).ConfigureAwait(false);
            isRead = answer.Length == part * 2;
            if (isRead)
            {
                Convert.FromHexString(answer).CopyTo(bytes, done);
            }
        }

        _ = await AskAsync("Qqemu.PhyMemMode:0", cancellation).ConfigureAwait(false);
        return isRead ? bytes : null;
    }

    /// <inheritdoc/>
    public async Task<bool> WritePhysicalAsync(ulong address, byte[] bytes, CancellationToken cancellation)
    {
        _ = await AskAsync("Qqemu.PhyMemMode:1", cancellation).ConfigureAwait(false);
        bool isWritten = true;
        for (int done = 0; done < bytes.Length && isWritten; done += MostBytes)
        {
            ReadOnlyMemory<byte> part = bytes.AsMemory(done, Math.Min(MostBytes, bytes.Length - done));
            string request = string.Create(
                CultureInfo.InvariantCulture,
                $"M{address + (ulong)done:x},{part.Length:x}:{Convert.ToHexStringLower(part.Span)}");
            isWritten = await AskAsync(request, cancellation).ConfigureAwait(false) == Done;
        }

        _ = await AskAsync("Qqemu.PhyMemMode:0", cancellation).ConfigureAwait(false);
        return isWritten;
    }
}
