// Trace pages in the memory of a software machine, written by the kernel's own ring.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Machines;
using MicroHV.Model;

namespace MicroHV.Machine.Tests.Traces;

/// <summary>One ring for each CPU, and its memory as a reader from outside sees it: at addresses of its own.</summary>
internal sealed unsafe class SoftwareTrace : IMachineMemory, IDisposable
{
    public const uint Key = 0x1234_5678;
    public const ulong Offset = 0x7F00_0000_0000;

    private readonly SoftwareMachine _machine;
    private readonly byte* _ram;
    private readonly TraceRing[] _rings;

    public SoftwareTrace(int cpuCount, int pagesPerCpu)
    {
        Shape = new TraceShape(cpuCount, pagesPerCpu, Key);
        _machine = new SoftwareMachine((ulong)(Shape.PageCount + 1) * FrameSize.Size4K);
        _ram = _machine.Ram(0);
        _rings = [.. Enumerable.Range(0, cpuCount).Select(cpu => TraceRing.In(
            new HostPhysical(FrameSize.Size4K * (ulong)(1 + (cpu * pagesPerCpu))), (uint)pagesPerCpu, (uint)cpu, Key))];
    }

    public TraceShape Shape { get; }

    /// <summary>True once the machine is gone.</summary>
    public bool IsGone { get; set; }

    /// <summary>Called before each read of a page's records.</summary>
    public Action? BeforeRecords { get; set; }

    /// <summary>Appends a record whose value and time are <paramref name="number"/>.</summary>
    public void Write(int cpu, ulong number) => _rings[cpu].Write(TraceKind.Exit, 4, 0, (uint)number, number);

    public byte* Page(int index) => _ram + (FrameSize.Size4K * (ulong)(index + 1));

    public IEnumerable<(ulong Start, ulong End)> Ranges() => [(Offset, Offset + _machine.RamSizeBytes)];

    public bool TryRead(ulong address, Span<byte> destination)
    {
        if (IsGone || address < Offset || address - Offset + (ulong)destination.Length > _machine.RamSizeBytes)
        {
            return false;
        }

        if (destination.Length > sizeof(ulong))
        {
            BeforeRecords?.Invoke();
        }

        new ReadOnlySpan<byte>(_ram + (address - Offset), destination.Length).CopyTo(destination);
        return true;
    }

    /// <summary>Makes this thread one on which the rings can be written.</summary>
    public void Adopt() => _machine.MakeCurrent();

    public void Dispose() => _machine.Dispose();
}
