// Puts one fault into a machine with the shipped kernel.
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>The way into a guest at which a fault is injected.</summary>
/// <param name="Partition">Whose guest it is.</param>
/// <param name="Entry">Which of its entries, from 1.</param>
internal readonly record struct Moment(int Partition, ulong Entry);

/// <summary>
/// Stops at the ways into guests and writes memory, so that the kernel itself is the one that is shipped. What is stuck is forced
/// again at every further way into a guest.
/// </summary>
/// <param name="fault">What to inject; null to count entries until the machine ends.</param>
/// <param name="moment">When; null before the kernel's first instruction.</param>
/// <param name="vcpu">Host-physical address of the virtual CPU of the partition that is hit.</param>
internal sealed class ShippedInjection(Fault? fault = null, Moment? moment = null, ulong vcpu = 0)
{
    private static readonly ulong _indexOffset = (ulong)Marshal.OffsetOf<GuestCpu>(nameof(GuestCpu.PartitionIndex));
    private static readonly ulong _blockOffset = (ulong)Marshal.OffsetOf<GuestCpu>(nameof(GuestCpu.ControlBlock));

    private static readonly ulong _xmmOffset = (ulong)Marshal.OffsetOf<GuestCpu>(nameof(GuestCpu.Xmm));

    private ulong _place;

    /// <summary>Bits of an XMM register.</summary>
    public const int XmmBits = 128;

    /// <summary>XMM registers of a virtual CPU.</summary>
    public const int XmmCount = 16;

    /// <summary>What the name of each begins with.</summary>
    public const string XmmName = "XMM";

    /// <summary>What a partition does that has been told to do harm; only for that location.</summary>
    public HostileProgram? Hostile { get; init; }

    /// <summary>True if nothing is forced again: who looks at the machine wants it as it is.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Whether the fault comes before the kernel's first instruction.</summary>
    public bool IsAtBoot => fault?.Trigger == FaultTriggers.Boot;

    /// <summary>How often each partition was entered, as far as it was counted.</summary>
    public Dictionary<uint, ulong> Entries { get; } = [];

    /// <summary>Host-physical address of the virtual CPU of each partition that was entered.</summary>
    public Dictionary<uint, ulong> Vcpus { get; } = [];

    /// <summary>Whether the fault was injected.</summary>
    public bool IsInjected { get; private set; }

    /// <summary>Goes on until the fault is in <paramref name="machine"/> and needs no more help, or the machine has ended.</summary>
    public async Task RunAsync(IStandingMachine machine, CancellationToken cancellation)
    {
        if (IsAtBoot)
        {
            await machine.GoToKernelAsync(cancellation);
            await InjectAsync(machine, default, cancellation);
        }

        bool isDone = fault is not null && IsInjected;
        while (!isDone && await machine.GoToWayInAsync(cancellation) is { } wayIn)
        {
            uint partition = BinaryPrimitives.ReadUInt32LittleEndian(
                await ReadAsync(machine, wayIn.Vcpu + _indexOffset, sizeof(uint), cancellation));
            Vcpus[partition] = wayIn.Vcpu;
            ulong count = Entries[partition] = Entries.GetValueOrDefault(partition) + 1;
            if (IsInjected)
            {
                await HitAsync(machine, cancellation);
            }
            else if (moment is { } due && partition == (uint)due.Partition && count == due.Entry)
            {
                await InjectAsync(machine, wayIn, cancellation);
                isDone = IsOnce || !FaultKinds.IsStuck(fault!.Kind);
            }
        }
    }

    private async Task InjectAsync(IStandingMachine machine, WayIn wayIn, CancellationToken cancellation)
    {
        switch (fault!.Location)
        {
            case "behaviour":
                await Hostile!.WriteAsync(machine, await BlockAsync(machine, cancellation), fault, cancellation);
                break;
            case "interrupt":
                await machine.SendNmiAsync(cancellation);
                break;
            case "machine":
                await machine.SendMachineCheckAsync(cancellation);
                break;
            default:
                _place = await StartAsync(machine, wayIn, cancellation) + ((ulong)fault.Bit / 8);
                await HitAsync(machine, cancellation);
                break;
        }

        IsInjected = true;
    }

    private async Task<ulong> StartAsync(IStandingMachine machine, WayIn wayIn, CancellationToken cancellation) => fault!.Location switch
    {
        "register" => vcpu + (sizeof(ulong) * (ulong)ModelInjector.NumberOf(fault.Element)),
        "guest-state" => await BlockAsync(machine, cancellation) + Offset(machine, ControlBlocks.GuestState),
        "segment" => await BlockAsync(machine, cancellation) + Offset(machine, ControlBlocks.Segments),
        "msr" => await BlockAsync(machine, cancellation) + Offset(machine, ControlBlocks.SvmMsrs),
        "extended-state" => vcpu + _xmmOffset + ((ulong)XmmBits / 8 * ulong.Parse(fault.Element[XmmName.Length..], CultureInfo.InvariantCulture)),
        "control" => await BlockAsync(machine, cancellation) + Offset(machine, ControlBlocks.VmxControls),
        "kernel-stack" => wayIn.Stack + fault.Address,
        _ => fault.Address,
    };

    private ulong Offset(IStandingMachine machine, IReadOnlyList<BlockField> fields) =>
        machine.OffsetOf(fields.Single(field => field.Name == fault!.Element));

    private async Task<ulong> BlockAsync(IStandingMachine machine, CancellationToken cancellation) =>
        BinaryPrimitives.ReadUInt64LittleEndian(await ReadAsync(machine, vcpu + _blockOffset, sizeof(ulong), cancellation));

    private async Task HitAsync(IStandingMachine machine, CancellationToken cancellation)
    {
        byte value = (await ReadAsync(machine, _place, 1, cancellation))[0];
        byte changed = (byte)FaultKinds.Changed(fault!.Kind, value, fault.Bit % 8);
        if (changed != value && !await machine.WritePhysicalAsync(_place, [changed], cancellation))
        {
            throw NoMemory(_place);
        }
    }

    private static async Task<byte[]> ReadAsync(IStandingMachine machine, ulong address, int count, CancellationToken cancellation) =>
        await machine.ReadPhysicalAsync(address, count, cancellation) ?? throw NoMemory(address);

    private static InvalidDataException NoMemory(ulong address) => new($"host-physical address 0x{address:x} is not RAM of the machine");
}
