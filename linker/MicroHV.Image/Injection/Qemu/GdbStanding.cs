// QEMU's gdb stub for an injection.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MicroHV.Campaigns.HostModel;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Backends;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Qemu;

/// <summary>Breaks on the way into guests, where RDI is the virtual CPU.</summary>
/// <param name="stub">The stub.</param>
/// <param name="wayIn">Where the way into a guest begins.</param>
/// <param name="ram">The machine's RAM.</param>
/// <param name="isAtWayIn">Whether the machine stands at a way in already, which is then the next one.</param>
internal sealed class GdbStanding(QemuStub stub, ulong wayIn, RamFile ram, bool isAtWayIn = false) : IStandingMachine
{
    // In the answer to 'g', of eight bytes each: RAX, RBX, RCX, RDX, RSI, RDI, RBP, RSP.
    private const int RdiNumber = 5;
    private const int RspNumber = 7;
    private const char Hardware = '1';

    private bool _isAtNext = isAtWayIn;
    private ulong _stack;

    /// <inheritdoc/>
    public Task GoToKernelAsync(CancellationToken cancellation) =>
        Task.CompletedTask; // The image is in RAM before the processor's first instruction.

    /// <inheritdoc/>
    public async Task<WayIn?> GoToWayInAsync(CancellationToken cancellation)
    {
        try
        {
            if (!_isAtNext)
            {
                await GoAsync(cancellation);
            }

            _isAtNext = false;
            string registers = await stub.AskAsync("g", cancellation);
            _stack = RegisterOf(registers, RspNumber);
            return new WayIn(RegisterOf(registers, RdiNumber), _stack);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadPhysicalAsync(ulong address, int count, CancellationToken cancellation)
    {
        byte[] bytes = new byte[count];
        return Task.FromResult(ram.TryRead(address, bytes) ? bytes : null);
    }

    /// <inheritdoc/>
    public Task<bool> WritePhysicalAsync(ulong address, byte[] bytes, CancellationToken cancellation) =>
        stub.WritePhysicalAsync(address, bytes, cancellation);

    /// <inheritdoc/>
    public Task SendNmiAsync(CancellationToken cancellation) => stub.CommandAsync("nmi", cancellation);

    // Status of bank 0: valid, uncorrected, enabled, and the processor's context is corrupt. Global status: in progress, and the
    // interrupted program could go on.
    /// <inheritdoc/>
    public Task SendMachineCheckAsync(CancellationToken cancellation) =>
        stub.CommandAsync("mce 0 0 0xb200000000000000 0x5 0 0", cancellation);

    /// <inheritdoc/>
    public ulong OffsetOf(BlockField field) => field.VmcbOffset;

    // QEMU stops at a breakpoint again and again: the next stop is where the exit returns to.
    private async Task GoAsync(CancellationToken cancellation)
    {
        if (_stack != 0)
        {
            await GoToAsync(BinaryPrimitives.ReadUInt64LittleEndian(ram.Read(_stack, sizeof(ulong))), cancellation);
        }

        await GoToAsync(wayIn, cancellation);
    }

    private async Task GoToAsync(ulong address, CancellationToken cancellation)
    {
        await stub.BreakAsync(Hardware, true, address, cancellation);
        _ = await stub.ResumeAsync(false, cancellation);
        await stub.BreakAsync(Hardware, false, address, cancellation);
    }

    private static ulong RegisterOf(string answer, int number) => BinaryPrimitives.ReadUInt64LittleEndian(
        Convert.FromHexString(answer.AsSpan(number * 2 * sizeof(ulong), 2 * sizeof(ulong))));
}
