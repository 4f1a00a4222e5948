// Where the fields of a VMCS lie in memory.
using MicroHV.Campaigns.HostModel;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Backends;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Bochs;

/// <summary>
/// The form of a VMCS in memory is the processor's own affair (SDM 3C, "Format of the VMCS Region"). So the kernel's function that
/// writes a field is made to write a mark into each, in a machine that is thrown away, and the marks are looked for.
/// </summary>
internal static class VmcsPlaces
{
    private const int VmcsBytes = 0x1000;
    private const ulong Mark = 0x4D_6172_6B21_5600;

    /// <summary>The offset in bytes of each field that faults hit.</summary>
    /// <param name="debugger">A machine that stands on the way into a guest.</param>
    /// <param name="block">Host-physical address of its VMCS, which is current.</param>
    /// <param name="writer">The kernel's function that writes a field: RDI is the field, RSI the value.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidDataException">A mark is not there, or there twice.</exception>
    public static async Task<IReadOnlyDictionary<BlockField, ulong>> FindAsync(
        BochsDebugger debugger, ulong block, ulong writer, CancellationToken cancellation)
    {
        BlockField[] fields = [.. ControlBlocks.GuestState, .. ControlBlocks.VmxControls];
        for (int i = 0; i < fields.Length; i++)
        {
            await debugger.WriteRegisterAsync("rdi", (ulong)fields[i].Vmcs!.Value, cancellation);
            await debugger.WriteRegisterAsync("rsi", Mark + (ulong)i, cancellation);
            await debugger.WriteRegisterAsync("rip", writer, cancellation);
            await debugger.StepAsync(cancellation);
        }

        byte[] vmcs = await debugger.ReadPhysicalAsync(block, VmcsBytes, cancellation)
            ?? throw new InvalidDataException("the VMCS is not in RAM");
        return fields.Select((field, i) => (field, i)).ToDictionary(pair => pair.field, pair => OffsetOf(vmcs, pair.field, pair.i));
    }

    private static ulong OffsetOf(ReadOnlySpan<byte> vmcs, BlockField field, int index)
    {
        ReadOnlySpan<byte> mark = BitConverter.GetBytes(Mark + (ulong)index).AsSpan(0, IsNarrow(field) ? sizeof(uint) : sizeof(ulong));
        int offset = vmcs.IndexOf(mark);
        return offset >= 0 && vmcs[(offset + 1)..].IndexOf(mark) < 0
            ? (ulong)offset
            : throw new InvalidDataException($"a VMCS of this Bochs does not show where it keeps {field.Name}");
    }

    // SDM 3D, "Field Encoding in VMCS": bits 14:13 are 2 for fields of 32 bits.
    private static bool IsNarrow(BlockField field) => (((ulong)field.Vmcs!.Value >> 13) & 3) == 2;
}
