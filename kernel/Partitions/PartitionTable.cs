// All partitions with their virtual CPUs and consoles, as boot laid them out.
namespace MicroHV.Kernel.Partitions;

using System.Runtime.CompilerServices;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Console;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;

/// <summary>Finds state by the indexes that the blob uses.</summary>
public unsafe struct PartitionTable
{
    private Partition* _partitions;
    private Vcpu* _vcpus;
    private PartitionConsole* _consoles;
    private int _notIdle;

    /// <summary>Number of partitions.</summary>
    public uint Count { readonly get; private set; }

    /// <summary>The consoles, side by side.</summary>
    public readonly PartitionConsole* Consoles => _consoles;

    /// <summary>Lays the table out, every partition in mode ColdStart. False if the pool has too few frames.</summary>
    public bool TryBuild(in SystemConfig config, ref FramePool pool)
    {
        Count = (uint)config.Partitions.Length;
        uint vcpuCount = (uint)config.Vcpus.Length;
        bool isTaken = TryTake((ulong)sizeof(Partition) * Count, ref pool, out void* partitions)
            & TryTake((ulong)sizeof(Vcpu) * vcpuCount, ref pool, out void* vcpus)
            & TryTake((ulong)sizeof(PartitionConsole) * Count, ref pool, out void* consoles);
        if (!isTaken)
        {
            return false;
        }

        _partitions = (Partition*)partitions;
        _vcpus = (Vcpu*)vcpus;
        _consoles = (PartitionConsole*)consoles;
        _notIdle = (int)Count;
        for (uint i = 0; i < Count; i++)
        {
            _partitions[i].Index = i;
            _partitions[i].Mode = (uint)PartitionMode.ColdStart;
        }

        for (uint i = 0; i < vcpuCount; i++)
        {
            _vcpus[i].Index = i;
            _vcpus[i].PartitionIndex = config.Vcpus[(int)i].PartitionIndex;
        }

        return true;
    }

    /// <summary>The state of virtual CPU <paramref name="index"/>, an index of the blob's table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref Vcpu Vcpu(uint index) => ref _vcpus[index];

    /// <summary>The console of partition <paramref name="index"/>, below <see cref="Count"/>.</summary>
    public readonly ref PartitionConsole Console(uint index) => ref _consoles[index];

    /// <summary>The mode of partition <paramref name="index"/>.</summary>
    public readonly PartitionMode ModeOf(uint index) => (PartitionMode)Volatile.Read(in _partitions[index].Mode);

    /// <summary>Puts a partition that starts into mode Normal.</summary>
    public readonly void Begin(uint index)
    {
        if (ModeOf(index) == PartitionMode.ColdStart)
        {
            _ = Interlocked.CompareExchange(ref _partitions[index].Mode, (uint)PartitionMode.Normal, (uint)PartitionMode.ColdStart);
        }
    }

    /// <summary>
    /// Puts a partition into mode Idle. True if it was not idle before: of the CPUs that run it, the one that is told so says why
    /// it ended, and then calls <see cref="CountIdle"/>.
    /// </summary>
    public readonly bool TryIdle(uint index) =>
        Interlocked.Exchange(ref _partitions[index].Mode, (uint)PartitionMode.Idle) != (uint)PartitionMode.Idle;

    /// <summary>Counts one more partition that is idle. True if it was the last one.</summary>
    public bool CountIdle() => Interlocked.Decrement(ref _notIdle) == 0;

    private static bool TryTake(ulong sizeBytes, ref FramePool pool, out void* memory)
    {
        bool isTaken = pool.TryTake((uint)(FrameSize.RoundUp4K(sizeBytes) / FrameSize.Size4K), out HostPhysical frames);
        memory = isTaken ? Cpu.Frame(frames) : null;
        return isTaken;
    }
}
