// Puts a program where a guest goes on.
using System.Buffers.Binary;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.HostModel;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;

namespace MicroHV.Image.Injection.Shipped;

/// <summary>The guest's own code is lost: from here on it does nothing else.</summary>
/// <param name="partition">Whose guest it is.</param>
/// <param name="vendor">The processor's vendor.</param>
internal sealed class HostileProgram(PartitionPlan partition, Vendor vendor)
{
    /// <summary>Writes it over the instruction that the guest executes next, and those behind it.</summary>
    /// <param name="machine">The machine, which stands.</param>
    /// <param name="block">Host-physical address of the guest's control block.</param>
    /// <param name="fault">The behaviour.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The guest's RIP leads nowhere.</exception>
    public async Task WriteAsync(IStandingMachine machine, ulong block, Fault fault, CancellationToken cancellation)
    {
        StubState state = new(
            await FieldAsync(machine, block, ControlBlocks.Rip, cancellation),
            await FieldAsync(machine, block, ControlBlocks.Cr0, cancellation),
            await FieldAsync(machine, block, ControlBlocks.Cr3, cancellation),
            await FieldAsync(machine, block, ControlBlocks.Cr4, cancellation),
            await FieldAsync(machine, block, ControlBlocks.Efer, cancellation));
        GuestMemoryView view = new(
            machine,
            [.. partition.Regions.Where(region => !region.IsDevice).Select(region => (region.Guest.Start, region.HostPhysical, region.Guest.SizeBytes))],
            state);
        if (!await view.WriteAsync(state.Rip, HostileCode.Of(fault.Kind, fault.Seed, vendor), cancellation))
        {
            throw new InvalidDataException($"'{partition.Name}' has no memory at its RIP, 0x{state.Rip:x}");
        }
    }

    private static async Task<ulong> FieldAsync(
        IStandingMachine machine, ulong block, BlockField field, CancellationToken cancellation)
    {
        byte[] bytes = await machine.ReadPhysicalAsync(block + machine.OffsetOf(field), sizeof(ulong), cancellation)
            ?? throw new InvalidDataException($"the control block at 0x{block:x} is not in RAM");
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
