// QEMU's SVM as a machine of campaigns.
using System.Globalization;
using System.Net.Sockets;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Host;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>
/// Injects through QEMU's gdb stub; RAM is a file. What need not see the kernel boot goes on from a snapshot of the first way into a
/// guest.
/// </summary>
/// <param name="system">What it boots.</param>
/// <param name="session">Takes over a machine when the fault is in it; null for nobody.</param>
internal sealed class QemuInjectedMachine(ShippedSystem system, DebugSession? session = null) : IInjectedMachine
{
    // The shortest time that the watchdog of the machine has: five hundred times that of a run.
    private const uint DeadlineSeconds = 2;

    private readonly RamFile _ram = new(system.Image.MemorySizeBytes);
    private Snapshot? _snapshot;

    /// <inheritdoc/>
    public Machines.Machine Machine => QemuMachine.Tcg;

    /// <inheritdoc/>
    public bool IsDebugged => session is not null;

    /// <inheritdoc/>
    public MachineRemains Run(ShippedInjection injection)
    {
        Snapshot? start = injection.IsAtBoot ? null : _snapshot ??= TakeSnapshot();
        List<TranscriptEvent> events = [];
        RunResult result = Run(start, (stub, folder, cancellation) => AccompanyAsync(injection, stub, start, cancellation), null, events);
        return new MachineRemains(
            events,
            _ram,
            result.Ending == RunEnding.MachineDied ? "the machine ended without a record" : $"the run ended: {result.Ending}",
            result.Ending == RunEnding.GuardExpired ? "the machine did not end in its time on this host" : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _ram.Dispose();

    private Snapshot TakeSnapshot()
    {
        byte[]? state = null;
        using MemoryStream said = new();
        _ = Run(null, TakeAsync, said, []);
        return new Snapshot(state ?? throw new InvalidDataException("without a fault the system enters no guest"), said.ToArray());

        async Task<bool> TakeAsync(QemuStub stub, RunFolder folder, CancellationToken cancellation)
        {
            if (await Standing(stub, null).GoToWayInAsync(cancellation) is not null)
            {
                state = await Snapshot.TakeStateAsync(stub, folder, cancellation);
            }

            // QEMU ends, and so does what the machine says.
            _ = await stub.AskAsync("k", cancellation);
            return false;
        }
    }

    private async Task<bool> AccompanyAsync(
        ShippedInjection injection, QemuStub stub, Snapshot? start, CancellationToken cancellation)
    {
        await injection.RunAsync(Standing(stub, start), cancellation);
        if (session is not null && injection.IsInjected)
        {
            return await session.ServeAsync(stub, cancellation);
        }

        // It stands no more.
        await stub.CommandAsync($"object_del {GdbServedMachine.MetronomeName}", cancellation);
        _ = await stub.AskAsync("D", cancellation);
        return false;
    }

    private GdbStanding Standing(QemuStub stub, Snapshot? start) =>
        new(stub, system.WayInAddress(Machine.Vendor), _ram, isAtWayIn: start is not null);

    // From the snapshot or, without one, from reset: a machine that stands until it is accompanied.
    private RunResult Run(
        Snapshot? start,
        Func<QemuStub, RunFolder, CancellationToken, Task<bool>> accompany,
        Stream? consoleCopy,
        List<TranscriptEvent> events)
    {
        _ram.Clear();
        GdbServedMachine machine = new(_ram, isAwaitingSnapshot: start is not null);
        RunSettings settings = new()
        {
            // People think as long as they like.
            Guard = IsDebugged ? Timeout.InfiniteTimeSpan : RunSettings.GuardFor(machine, BootPath.Direct, TimeSpan.FromSeconds(DeadlineSeconds)),
            Said = start?.Said ?? default,
            ConsoleCopy = consoleCopy,
            Companion = BeginAsync,
        };
        RunResult result = MachineRun.RunAsync(machine, system.Image, system.PartitionNames, settings, events.Add, CancellationToken.None)
            .GetAwaiter().GetResult();
        KilledEmulator.ThrowIf(result.Signal);
        return result;

        async Task<bool> BeginAsync(RunFolder folder, CancellationToken cancellation)
        {
            if (start is not null)
            {
                await start.GiveAsync(folder, cancellation);
            }

            using Socket socket = await DebugSession.ConnectAsync(DebuggedMachine.SocketPath(folder), cancellation);
            using NetworkStream stream = new(socket);
            QemuStub stub = new(new PacketStream(stream));
            if (start is null && !IsDebugged)
            {
                await stub.CommandAsync(
                    string.Create(CultureInfo.InvariantCulture, $"o /b 0x{Ib700.EnablePort:x} {Ib700.CountOf(DeadlineSeconds)}"), cancellation);
            }

            return await accompany(stub, folder, cancellation);
        }
    }
}
