// Breakpoints that hold for one partition.
using System.Buffers.Binary;
using System.Globalization;

namespace MicroHV.Machines;

/// <summary>
/// QEMU's breakpoints are virtual addresses of whatever runs: all partitions that are linked there stop at them. Where one
/// partition is being debugged, the machine is sent on past the stops of the others.
/// </summary>
/// <param name="stub">QEMU's stub.</param>
/// <param name="system">What is being debugged.</param>
internal sealed class PartitionBreakpoints(QemuStub stub, DebuggedSystem system)
{
    private const string Interrupted = "T02thread:01;";

    private readonly HashSet<(char Kind, ulong Address)> _set = [];

    /// <summary>True once gdb has asked the running machine to stop.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>Takes note of a breakpoint that was set or cleared.</summary>
    /// <param name="request">A packet that QEMU's stub has answered with "OK".</param>
    public void Note(string request)
    {
        if (request is ['Z' or 'z', '0' or '1', ',', ..] && TryHexadecimal(request.Split(',')[1], out ulong address))
        {
            _ = request[0] == 'Z' ? _set.Add((request[1], address)) : _set.Remove((request[1], address));
        }
    }

    /// <summary>Lets the machine run until it stops where the user wants to look.</summary>
    /// <param name="request">How it is to run, as gdb says it.</param>
    /// <param name="cancellation">The end of the machine.</param>
    /// <returns>Why it stopped, as gdb wants to hear it.</returns>
    public async Task<string> RunAsync(string request, CancellationToken cancellation)
    {
        string answer = await stub.AskAsync(request, cancellation).ConfigureAwait(false);
        while (answer is ['T' or 'S', ..] && await IsOthersAsync(cancellation).ConfigureAwait(false) is { } address)
        {
            if (IsInterrupted)
            {
                return Interrupted;
            }

            await StepOverAsync(address, cancellation).ConfigureAwait(false);
            answer = await stub.ResumeAsync(false, cancellation).ConfigureAwait(false);
        }

        return answer;
    }

    /// <summary>The partition that is running, or null if it is the kernel.</summary>
    /// <param name="state">Registers of the stopped machine.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<int?> RunningAsync(StubState state, CancellationToken cancellation)
    {
        // A guest may be linked where the kernel is, but not with the kernel's tables.
        bool isKernel = state.Rip >= system.KernelCode.Start && state.Rip < system.KernelCode.End
            && state.Cr3 >= system.KernelMemory.Start && state.Cr3 < system.KernelMemory.End;
        byte[]? index = isKernel
            ? null
            : await stub.ReadPhysicalAsync(system.CurrentPartitionAddress, sizeof(uint), cancellation).ConfigureAwait(false);
        return index is not null && BinaryPrimitives.ReadUInt32LittleEndian(index) is { } partition
            && partition < system.Regions.Count
            ? (int)partition
            : null;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="digits">Hexadecimal digits.</param>
    /// <param name="number">The number.</param>
    public static bool TryHexadecimal(string digits, out ulong number) =>
        ulong.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number);

    // The address of the breakpoint at which another partition stands, if that is why the machine stopped.
    private async Task<ulong?> IsOthersAsync(CancellationToken cancellation)
    {
        if (system.Partition is not { } wanted)
        {
            return null;
        }

        StubState state = await stub.ReadStateAsync(cancellation).ConfigureAwait(false);
        bool isBreakpoint = _set.Any(breakpoint => breakpoint.Address == state.Rip);
        return isBreakpoint && await RunningAsync(state, cancellation).ConfigureAwait(false) is { } running && running != wanted
            ? state.Rip
            : null;
    }

    private async Task StepOverAsync(ulong address, CancellationToken cancellation)
    {
        (char Kind, ulong Address)[] here = [.. _set.Where(breakpoint => breakpoint.Address == address)];
        foreach ((char kind, _) in here)
        {
            await stub.BreakAsync(kind, false, address, cancellation).ConfigureAwait(false);
        }

        _ = await stub.ResumeAsync(true, cancellation).ConfigureAwait(false);
        foreach ((char kind, _) in here)
        {
            await stub.BreakAsync(kind, true, address, cancellation).ConfigureAwait(false);
        }
    }
}
