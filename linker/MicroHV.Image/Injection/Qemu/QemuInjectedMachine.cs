// QEMU's SVM as a machine of campaigns.
using System.Net.Sockets;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>Injects through QEMU's gdb stub; RAM is a file.</summary>
/// <param name="system">What it boots.</param>
/// <param name="session">Takes over a machine when the fault is in it; null for nobody.</param>
internal sealed class QemuInjectedMachine(ShippedSystem system, DebugSession? session = null) : IInjectedMachine
{
    private readonly RamFile _ram = new(system.Image.MemorySizeBytes);

    /// <inheritdoc/>
    public Machines.Machine Machine => QemuMachine.Tcg;

    /// <inheritdoc/>
    public bool IsDebugged => session is not null;

    /// <inheritdoc/>
    public MachineRemains Run(ShippedInjection injection)
    {
        _ram.Clear();
        GdbServedMachine machine = new(_ram);
        RunSettings settings = new()
        {
            // People think as long as they like.
            Guard = IsDebugged ? Timeout.InfiniteTimeSpan : RunSettings.GuardFor(machine, BootPath.Direct, system.MachineTime),
            Companion = (folder, cancellation) => AccompanyAsync(injection, folder, cancellation),
        };
        List<TranscriptEvent> events = [];
        RunResult result = MachineRun.RunAsync(machine, system.Image, system.PartitionNames, settings, events.Add, CancellationToken.None)
            .GetAwaiter().GetResult();
        KilledEmulator.ThrowIf(result.Signal);
        return new MachineRemains(
            events,
            _ram,
            result.Ending == RunEnding.MachineDied ? "the machine ended without a record" : $"the run ended: {result.Ending}",
            result.Ending == RunEnding.GuardExpired ? "the machine did not end in its time on this host" : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _ram.Dispose();

    private async Task<bool> AccompanyAsync(ShippedInjection injection, RunFolder folder, CancellationToken cancellation)
    {
        using Socket socket = await DebugSession.ConnectAsync(DebuggedMachine.SocketPath(folder), cancellation);
        using NetworkStream stream = new(socket);
        QemuStub stub = new(new PacketStream(stream));
        await injection.RunAsync(new GdbStanding(stub, system.WayInAddress(Machine.Vendor), _ram), cancellation);
        if (session is not null && injection.IsInjected)
        {
            return await session.ServeAsync(stub, cancellation);
        }

        _ = await stub.AskAsync("D", cancellation);
        return false;
    }
}
