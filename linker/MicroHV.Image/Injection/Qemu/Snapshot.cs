// A QEMU machine as it stood at a moment, for others that go on from there.
using System.Net;
using System.Net.Sockets;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>What QEMU sends when a machine migrates: all of its state, RAM and devices and time, over a socket in the run's folder.</summary>
/// <param name="State">The stream.</param>
/// <param name="Said">What the machine had written to its serial line by then.</param>
internal sealed record Snapshot(ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Said)
{
    /// <summary>Arguments of a machine in <paramref name="folder"/> that waits for a snapshot.</summary>
    public static string[] Awaiting(RunFolder folder) => ["-incoming", $"unix:{SocketPath(folder)}"];

    /// <summary>Has a machine that stands at a breakpoint send its state; it cannot go on after that.</summary>
    /// <param name="stub">Its stub.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<byte[]> TakeStateAsync(QemuStub stub, RunFolder folder, CancellationToken cancellation)
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath(folder)));
        listener.Listen();
        await stub.CommandAsync($"migrate -d unix:{SocketPath(folder)}", cancellation);
        using Socket socket = await listener.AcceptAsync(cancellation);
        await using NetworkStream sender = new(socket);
        using MemoryStream state = new();
        await sender.CopyToAsync(state, cancellation);
        byte[] bytes = state.ToArray();
        Pause(bytes);
        return bytes;
    }

    /// <summary>Gives it to a machine in <paramref name="folder"/> that waits for it, and which then stands where the other stood.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EndOfStreamException">QEMU has ended.</exception>
    public async Task GiveAsync(RunFolder folder, CancellationToken cancellation)
    {
        using Socket socket = await DebugSession.ConnectAsync(SocketPath(folder), cancellation);
        await using NetworkStream receiver = new(socket);
        try
        {
            await receiver.WriteAsync(State, cancellation);
            socket.Shutdown(SocketShutdown.Send);

            // QEMU closes its side when it has read all.
            _ = await receiver.ReadAsync(new byte[1], cancellation);
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            throw new EndOfStreamException("QEMU ended while it took a snapshot", broken);
        }
    }

    // A machine that stands at a breakpoint is in the run state "debug", and QEMU lets no machine arrive in that one. The stream has its
    // name behind the length of it, in a field of 100 bytes of the section "globalstate": QEMU documentation, "Migration".
    private static void Pause(Span<byte> state)
    {
        ReadOnlySpan<byte> standing = [0, 0, 0, 6, .. "debug\0"u8];
        ReadOnlySpan<byte> paused = [0, 0, 0, 7, .. "paused\0"u8];
        ReadOnlySpan<byte> name = [11, .. "globalstate"u8];
        int section = state.LastIndexOf(name);
        int place = section < 0 ? -1 : state[section..].IndexOf(standing);
        if (place < 0)
        {
            throw new InvalidDataException("the state of the machine does not say that it stands: this version of QEMU writes it otherwise");
        }

        paused.CopyTo(state[(section + place)..]);
    }

    private static string SocketPath(RunFolder folder) => folder.PathOf("state.socket");
}
