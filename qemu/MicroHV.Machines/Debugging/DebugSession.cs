// A debugged machine from its first instruction to its end.
using System.Net;
using System.Net.Sockets;

namespace MicroHV.Machines;

/// <summary>
/// Takes a machine to the place at which its user wants to begin, then waits for gdb on a free port of the loopback
/// interface.
/// </summary>
/// <param name="system">What is being debugged.</param>
/// <param name="announce">Called with the port when the machine stands and gdb may come.</param>
public sealed class DebugSession(DebuggedSystem system, Action<int> announce)
{
    private static readonly TimeSpan _nextTry = TimeSpan.FromMilliseconds(20);

    /// <summary>Debugs until gdb lets the machine go.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellation">The end of the machine.</param>
    /// <returns>True if the machine shall end.</returns>
    public async Task<bool> RunAsync(RunFolder folder, CancellationToken cancellation)
    {
        using Socket socket = await ConnectAsync(DebuggedMachine.SocketPath(folder), cancellation).ConfigureAwait(false);
        using NetworkStream machine = new(socket);
        QemuStub stub = new(new PacketStream(machine));
        PartitionBreakpoints breakpoints = new(stub, system);
        await RunToStartAsync(stub, breakpoints, cancellation).ConfigureAwait(false);
        return await ServeAsync(stub, breakpoints, cancellation).ConfigureAwait(false);
    }

    /// <summary>Debugs a machine that stands already, until gdb lets it go.</summary>
    /// <param name="stub">Its stub, with no breakpoint set.</param>
    /// <param name="cancellation">The end of the machine.</param>
    /// <returns>True if the machine shall end.</returns>
    internal Task<bool> ServeAsync(QemuStub stub, CancellationToken cancellation) =>
        ServeAsync(stub, new PartitionBreakpoints(stub, system), cancellation);

    private async Task<bool> ServeAsync(QemuStub stub, PartitionBreakpoints breakpoints, CancellationToken cancellation)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        announce(((IPEndPoint)listener.LocalEndpoint).Port);
        while (true)
        {
            using TcpClient client = await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
            client.NoDelay = true;
            GdbBridge bridge = new(new PacketStream(client.GetStream()), stub, breakpoints, system);
            switch (await bridge.ServeAsync(cancellation).ConfigureAwait(false))
            {
                case GdbFarewell.Detach:
                    return false;
                case GdbFarewell.Kill:
                    return true;
                case GdbFarewell.Loss:
                default:
                    break;
            }
        }
    }

    private async Task RunToStartAsync(
        QemuStub stub, PartitionBreakpoints breakpoints, CancellationToken cancellation)
    {
        const char Hardware = '1';
        await stub.BreakAsync(Hardware, true, system.StopAddress, cancellation).ConfigureAwait(false);
        breakpoints.Note($"Z{Hardware},{system.StopAddress:x},1");
        _ = await breakpoints.RunAsync("c", cancellation).ConfigureAwait(false);
        await stub.BreakAsync(Hardware, false, system.StopAddress, cancellation).ConfigureAwait(false);
        breakpoints.Note($"z{Hardware},{system.StopAddress:x},1");
    }

    /// <summary>Connects to the gdb stub of a machine: QEMU makes the socket some time after it was started.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal static async Task<Socket> ConnectAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(_nextTry, cancellation).ConfigureAwait(false);
            }
        }
    }
}
