// Stops a machine at a trigger, puts a fault into it, and lets it go.
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Kernel.Backends;
using MicroHV.Machines;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>
/// The companion of one run. It breaks on the way into guests, where RDI is the virtual CPU, and writes through QEMU's gdb stub, so
/// that the kernel itself is the one that is shipped.
/// </summary>
/// <param name="entryAddress">Where the way into a guest begins.</param>
/// <param name="ram">The machine's RAM.</param>
/// <param name="fault">What to inject; null to count entries until the machine ends.</param>
internal sealed class GdbInjection(ulong entryAddress, RamFile ram, Fault? fault)
{
    // In the answer to 'g', of eight bytes each: RAX, RBX, RCX, RDX, RSI, RDI, RBP, RSP.
    private const int RdiNumber = 5;
    private const int RspNumber = 7;
    private const char Hardware = '1';

    private static readonly ulong _indexOffset = (ulong)Marshal.OffsetOf<GuestCpu>(nameof(GuestCpu.PartitionIndex));
    private static readonly ulong _blockOffset = (ulong)Marshal.OffsetOf<GuestCpu>(nameof(GuestCpu.ControlBlock));

    /// <summary>How often each partition was entered, until the fault was injected.</summary>
    public Dictionary<uint, ulong> Entries { get; } = [];

    /// <summary>Host-physical address of the virtual CPU of each partition that was entered.</summary>
    public Dictionary<uint, ulong> Vcpus { get; } = [];

    /// <summary>Whether the fault was injected.</summary>
    public bool IsInjected { get; private set; }

    /// <summary>Goes on beside the machine.</summary>
    /// <returns>False: the machine ends by itself.</returns>
    public async Task<bool> RunAsync(RunFolder folder, CancellationToken cancellation)
    {
        using Socket socket = await DebugSession.ConnectAsync(DebuggedMachine.SocketPath(folder), cancellation);
        using NetworkStream stream = new(socket);
        QemuStub stub = new(new PacketStream(stream));
        if (fault?.Trigger == FaultTriggers.Boot)
        {
            await FlipAsync(stub, fault.Address, fault.Bit, cancellation);
        }
        else
        {
            await RunToTriggerAsync(stub, cancellation);
        }

        _ = await stub.AskAsync("D", cancellation);
        return false;
    }

    private async Task RunToTriggerAsync(QemuStub stub, CancellationToken cancellation)
    {
        await stub.BreakAsync(Hardware, true, entryAddress, cancellation);
        while (!IsInjected)
        {
            _ = await stub.ResumeAsync(false, cancellation);
            string registers = await stub.AskAsync("g", cancellation);
            ulong vcpu = RegisterOf(registers, RdiNumber);
            uint partition = ram.ReadUInt32(vcpu + _indexOffset);
            Vcpus[partition] = vcpu;
            ulong count = Entries[partition] = Entries.GetValueOrDefault(partition) + 1;
            if (fault is not null && partition == (uint)fault.Partition && count == fault.At)
            {
                await InjectAsync(stub, vcpu, RegisterOf(registers, RspNumber), cancellation);
            }
            else
            {
                // QEMU stops at a breakpoint again and again: the next stop is where the exit returns to.
                ulong back = BinaryPrimitives.ReadUInt64LittleEndian(ram.Read(RegisterOf(registers, RspNumber), sizeof(ulong)));
                await stub.BreakAsync(Hardware, false, entryAddress, cancellation);
                await stub.BreakAsync(Hardware, true, back, cancellation);
                _ = await stub.ResumeAsync(false, cancellation);
                await stub.BreakAsync(Hardware, false, back, cancellation);
                await stub.BreakAsync(Hardware, true, entryAddress, cancellation);
            }
        }

        await stub.BreakAsync(Hardware, false, entryAddress, cancellation);
    }

    private Task InjectAsync(QemuStub stub, ulong vcpu, ulong stack, CancellationToken cancellation)
    {
        ulong address = fault!.Location switch
        {
            "register" => vcpu + (sizeof(ulong) * (ulong)ModelInjector.NumberOf(fault.Element)),
            "guest-state" or "control" => BinaryPrimitives.ReadUInt64LittleEndian(ram.Read(vcpu + _blockOffset, sizeof(ulong)))
                + FieldOffset(fault.Element),
            "kernel-stack" => stack + fault.Address,
            _ => fault.Address,
        };
        return FlipAsync(stub, address, fault.Bit, cancellation);
    }

    private static ulong FieldOffset(string name) => (ulong)Marshal.OffsetOf<Vmcb>(
        QemuLane.Fields.Single(field => field.Name == name).Vmcb!);

    private async Task FlipAsync(QemuStub stub, ulong address, int bit, CancellationToken cancellation)
    {
        ulong place = address + ((ulong)bit / 8);
        byte[] value = ram.Read(place, 1);
        value[0] ^= (byte)(1 << (bit % 8));
        IsInjected = await stub.WritePhysicalAsync(place, value, cancellation)
            ? true
            : throw new InvalidDataException($"QEMU does not write to 0x{place:x}");
    }

    private static ulong RegisterOf(string answer, int number) => BinaryPrimitives.ReadUInt64LittleEndian(
        Convert.FromHexString(answer.AsSpan(number * 2 * sizeof(ulong), 2 * sizeof(ulong))));
}
