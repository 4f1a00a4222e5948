// Bochs as a machine of campaigns.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Image.Injection.Bochs;

/// <summary>
/// Injects through the debugger of Bochs, which also reads RAM at the end. A machine has so many ticks: whether one hangs does not
/// depend on how fast the host is.
/// </summary>
/// <param name="system">What it boots.</param>
/// <param name="machine">The machine.</param>
internal sealed class BochsInjectedMachine(ShippedSystem system, BochsMachine machine) : IInjectedMachine
{
    // How long the run without a fault is, which comes first, nobody knows; if it hangs the guard ends it.
    private const ulong TicksOfFirst = 1ul << 40;
    private const ulong MostTimesFirst = 4;

    private static readonly ulong _blockOffset = (ulong)Marshal.OffsetOf<GuestCpu>(nameof(GuestCpu.ControlBlock));

    private readonly ulong _wayIn = system.WayInAddress(machine.Vendor);
    private IReadOnlyDictionary<BlockField, ulong>? _vmcs;
    private IReadOnlyList<(ulong Start, ulong End)> _kept = [(0, system.Image.MemorySizeBytes)];
    private ulong _lastTick = TicksOfFirst;

    /// <inheritdoc/>
    public Machines.Machine Machine => machine;

    /// <inheritdoc/>
    public bool IsDebugged => false;

    /// <summary>Why it cannot inject a fault of <paramref name="rule"/>; null if it can.</summary>
    public static string? Refusal(FaultRule rule) => rule.Location.Name switch
    {
        "interrupt" => "the debugger of Bochs has no command that sends an interrupt",
        "machine" => "the debugger of Bochs has no command that reports a machine check",
        "segment" or "msr" => "where a VMCS of Bochs keeps them has not been found out",
        _ => null,
    };

    /// <inheritdoc/>
    public MachineRemains Run(ShippedInjection injection) => RunAsync(injection).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Every run has ended its machine.
    }

    private async Task<MachineRemains> RunAsync(ShippedInjection injection)
    {
        if (_vmcs is null && machine.Vendor == Vendor.Intel)
        {
            _vmcs = await FindFieldsAsync();
        }

        await using BochsConversation conversation = await BochsConversation.StartAsync(machine, system);
        try
        {
            BochsStanding standing = new(conversation.Debugger, system, _wayIn, _vmcs);
            await standing.BeginAsync(_lastTick, conversation.Guard);
            await injection.RunAsync(standing, conversation.Guard);
            await standing.GoToEndAsync(conversation.Guard);
            MemoryCopy ram = await ReadAsync(conversation);
            await conversation.EndAsync();
            Learn(ram, standing.Tick);
            string ending = standing.IsHalted ? "the kernel ended without a record" : "the kernel did not end in its time";
            return new MachineRemains(conversation.ReadConsole(), ram, ending, null);
        }
        catch (EndOfStreamException)
        {
            await conversation.RequireOwnEndAsync();
            return Lost(conversation, "the machine ended without a record");
        }
        catch (OperationCanceledException)
        {
            return Lost(conversation, "the machine did not end in its time on this host");
        }
    }

    // Without RAM there is evidence only where the kernel has left no record.
    private static MachineRemains Lost(BochsConversation conversation, string why)
    {
        IReadOnlyList<TranscriptEvent> events = conversation.ReadConsole();
        bool isDecided = !conversation.Guard.IsCancellationRequested && !events.Any(item => item is StopEvent);
        return new MachineRemains(events, null, why, isDecided ? null : why);
    }

    private async Task<IReadOnlyDictionary<BlockField, ulong>> FindFieldsAsync()
    {
        await using BochsConversation conversation = await BochsConversation.StartAsync(machine, system);
        try
        {
            return await FindFieldsAsync(conversation);
        }
        catch (EndOfStreamException)
        {
            await conversation.RequireOwnEndAsync();
            throw new InvalidDataException("without a fault the machine ends before it enters a guest");
        }
        catch (OperationCanceledException)
        {
            throw new InvalidDataException("without a fault the machine enters no guest in its time on this host");
        }
    }

    private async Task<IReadOnlyDictionary<BlockField, ulong>> FindFieldsAsync(BochsConversation conversation)
    {
        BochsStanding standing = new(conversation.Debugger, system, _wayIn, null);
        await standing.BeginAsync(TicksOfFirst, conversation.Guard);
        WayIn wayIn = await standing.GoToWayInAsync(conversation.Guard)
            ?? throw new InvalidDataException("without a fault the system enters no guest");
        byte[] block = await standing.ReadPhysicalAsync(wayIn.Vcpu + _blockOffset, sizeof(ulong), conversation.Guard)
            ?? throw new InvalidDataException("the virtual CPU is not in RAM");
        return await VmcsPlaces.FindAsync(
            conversation.Debugger, BinaryPrimitives.ReadUInt64LittleEndian(block), system.VmcsWriteAddress, conversation.Guard);
    }

    private async Task<MemoryCopy> ReadAsync(BochsConversation conversation)
    {
        List<(ulong Start, byte[] Bytes)> parts = [];
        foreach ((ulong start, ulong end) in _kept)
        {
            byte[] bytes = await conversation.Debugger.ReadPhysicalAsync(start, (int)(end - start), conversation.Guard)
                ?? throw new InvalidDataException($"host-physical address 0x{start:x} is not RAM of the machine");
            parts.Add((start, bytes));
        }

        return new MemoryCopy(parts);
    }

    // The first run tells how long one is, and where the trace lies; the rest of the kernel's memory is no evidence.
    private void Learn(MemoryCopy ram, ulong end)
    {
        if (_lastTick != TicksOfFirst || TracePageFinder.Find(ram, system.Trace) is not { } pages)
        {
            return;
        }

        const ulong PageSizeBytes = 0x1000;
        _lastTick = end * MostTimesFirst;
        _kept =
        [
            .. pages.Select(page => (page, page + PageSizeBytes))
                .Concat(system.Plan.Partitions.SelectMany(partition => partition.Regions).Where(region => !region.IsDevice)
                    .Select(region => (region.HostPhysical, region.HostPhysical + region.Guest.SizeBytes)))
                .Distinct()
                .Order(),
        ];
    }
}
