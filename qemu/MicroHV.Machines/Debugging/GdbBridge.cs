// Between gdb and QEMU: shows guests' memory, and leaves other partitions alone.
using System.Globalization;

namespace MicroHV.Machines;

/// <summary>
/// Passes gdb's packets on to QEMU's gdb stub, but for those that a stub which knows nothing of partitions gets wrong: access
/// to memory while a guest runs, and stops at breakpoints.
/// </summary>
/// <param name="gdb">The connection to gdb.</param>
/// <param name="stub">QEMU's stub.</param>
/// <param name="breakpoints">The breakpoints of the machine.</param>
/// <param name="system">What is being debugged.</param>
internal sealed class GdbBridge(
    PacketStream gdb, QemuStub stub, PartitionBreakpoints breakpoints, DebuggedSystem system)
{
    private const string Exited = "W00";
    private const string NoMemory = "E14";
    private const string Done = "OK";

    // An answer has two digits for each byte and must fit a packet of QEMU's size.
    private const int MostBytes = 2000;

    // What gdb says while the machine runs is read at once; what it says next may come only later.
    private Task<string?>? _next;

    /// <summary>Serves gdb until it goes.</summary>
    /// <param name="cancellation">The end of the machine.</param>
    /// <returns>What gdb wants for the machine.</returns>
    public async Task<GdbFarewell> ServeAsync(CancellationToken cancellation)
    {
        while (await ReadAsync(cancellation).ConfigureAwait(false) is { } request)
        {
            switch (request)
            {
                case PacketStream.Interrupt:
                    break;
                case ['k', ..] or ['v', 'K', 'i', 'l', 'l', ..]:
                    return GdbFarewell.Kill;
                case ['c' or 'C' or 's' or 'S', ..] or ['v', 'C', 'o', 'n', 't', ';', ..]:
                    await RunAsync(request, cancellation).ConfigureAwait(false);
                    break;
                case ['D', ..]:
                    await AnswerAsync(request, cancellation).ConfigureAwait(false);
                    return GdbFarewell.Detach;
                default:
                    await AnswerAsync(request, cancellation).ConfigureAwait(false);
                    break;
            }
        }

        return GdbFarewell.Loss;
    }

    private Task<string?> ReadAsync(CancellationToken cancellation)
    {
        Task<string?> next = _next ?? ReadOrLoseAsync(cancellation);
        _next = null;
        return next;
    }

    // A connection that breaks, or a peer that does not speak the protocol, is a gdb that went away.
    private async Task<string?> ReadOrLoseAsync(CancellationToken cancellation)
    {
        try
        {
            return await gdb.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            return null;
        }
    }

    // gdb that is gone hears nothing; the next read says so.
    private async Task TellAsync(string payload)
    {
        try
        {
            await gdb.WriteAsync(payload, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            _next = Task.FromResult<string?>(null);
        }
    }

    private async Task RunAsync(string request, CancellationToken cancellation)
    {
        breakpoints.IsInterrupted = false;
        Task<string> stopped = breakpoints.RunAsync(request, cancellation);
        try
        {
            await PassInterruptsAsync(stopped, cancellation).ConfigureAwait(false);
            await TellAsync(await stopped.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or EndOfStreamException)
        {
            // The kernel stopped, or the machine ended: gdb hears that its program did.
            await TellAsync(Exited).ConfigureAwait(false);
            throw;
        }
    }

    // What gdb says while the machine runs can only be that it shall stop.
    private async Task PassInterruptsAsync(Task<string> stopped, CancellationToken cancellation)
    {
        Task<string?> said = ReadAsync(cancellation);
        while (await Task.WhenAny((Task)stopped, said).ConfigureAwait(false) == said && !stopped.IsCompleted)
        {
            string? interrupt = await said.ConfigureAwait(false);
            breakpoints.IsInterrupted = true;
            await stub.InterruptAsync(cancellation).ConfigureAwait(false);
            if (interrupt is null)
            {
                break;
            }

            said = ReadAsync(cancellation);
        }

        _next = said;
    }

    private async Task AnswerAsync(string request, CancellationToken cancellation)
    {
        string? answer = request is ['m' or 'M', ..]
            ? await AccessGuestAsync(request, cancellation).ConfigureAwait(false)
            : null;
        answer ??= await stub.AskAsync(request, cancellation).ConfigureAwait(false);

        // What a command of QEMU's monitor prints comes in packets of its own, before the answer.
        while (answer is ['O', not 'K', ..])
        {
            await TellAsync(answer).ConfigureAwait(false);
            answer = await stub.ReadAsync(cancellation).ConfigureAwait(false);
        }

        if (answer == Done)
        {
            breakpoints.Note(request);
        }

        await TellAsync(answer).ConfigureAwait(false);
    }

    // "m<address>,<count>" or "M<address>,<count>:<digits>". Null if it is the kernel that runs: that memory QEMU reads right.
    private async Task<string?> AccessGuestAsync(string request, CancellationToken cancellation)
    {
        StubState state = await stub.ReadStateAsync(cancellation).ConfigureAwait(false);
        if (await breakpoints.RunningAsync(state, cancellation).ConfigureAwait(false) is not { } running)
        {
            return null;
        }

        GuestMemoryView memory = new(stub, system.Regions[running], state);
        string[] parts = request[1..].Split(',', ':');
        if (parts.Length < 2 || !PartitionBreakpoints.TryHexadecimal(parts[0], out ulong address)
            || !int.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int count) || count < 0)
        {
            return NoMemory;
        }

        if (request[0] == 'm')
        {
            byte[] bytes = await memory.ReadAsync(address, Math.Min(count, MostBytes), cancellation).ConfigureAwait(false);
            return bytes.Length == 0 && count != 0 ? NoMemory : Convert.ToHexStringLower(bytes);
        }

        byte[] written = new byte[count];
        bool isWhole = parts.Length == 3 && parts[2].Length == count * 2
            && Convert.FromHexString(parts[2], written, out _, out _) == System.Buffers.OperationStatus.Done;
        return isWhole && await memory.WriteAsync(address, written, cancellation).ConfigureAwait(false) ? Done : NoMemory;
    }
}
