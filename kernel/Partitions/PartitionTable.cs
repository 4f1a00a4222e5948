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

/// <summary>Finds state by the indexes that the blob uses, and changes partitions' lives.</summary>
public unsafe struct PartitionTable
{
    private Partition* _partitions;
    private Vcpu* _vcpus;
    private PartitionConsole* _consoles;
    private int _notIdle;

    /// <summary>Number of partitions.</summary>
    public uint Count { readonly get; private set; }

    /// <summary>Where its parts are, in one word.</summary>
    public readonly ulong Address => (ulong)_partitions ^ (ulong)_vcpus ^ (ulong)_consoles;

    /// <summary>The consoles, side by side: those of the partitions, then that of the module.</summary>
    public readonly PartitionConsole* Consoles => _consoles;

    /// <summary>The console of the module, whose log has the events of no partition.</summary>
    public readonly ref PartitionConsole ModuleConsole => ref _consoles[Count];

    /// <summary>Lays the table out, every partition in mode ColdStart. False if the pool has too few frames.</summary>
    public bool TryBuild(in SystemConfig config, ref FramePool pool)
    {
        Count = (uint)config.Partitions.Length;
        uint vcpuCount = (uint)config.Vcpus.Length;
        bool isTaken = TryTake((ulong)sizeof(Partition) * Count, ref pool, out void* partitions)
            & TryTake((ulong)sizeof(Vcpu) * vcpuCount, ref pool, out void* vcpus)
            & TryTake((ulong)sizeof(PartitionConsole) * (Count + 1), ref pool, out void* consoles);
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
            _partitions[i].Life = new PartitionLife(PartitionMode.ColdStart, LifePhase.Lasting, 0).Word;
            ref readonly PartitionRecord record = ref config.Partitions[(int)i];
            _partitions[i].WatchdogLeft = record.WatchdogWindows;
            _partitions[i].WatchdogVcpu = record.WatchdogWindows != 0 ? record.FirstVcpu : PerCpu.Nobody;
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

    /// <summary>The state of partition <paramref name="index"/>, below <see cref="Count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref Partition Partition(uint index) => ref _partitions[index];

    /// <summary>The console of partition <paramref name="index"/>, below <see cref="Count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref PartitionConsole Console(uint index) => ref _consoles[index];

    /// <summary>The life of partition <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly PartitionLife LifeOf(uint index) => new PartitionLife(Volatile.Read(in _partitions[index].Life));

    /// <summary>True if the life that <paramref name="vcpu"/> was reset for lasts.</summary>
    public readonly bool IsAlive(in Vcpu vcpu) => LifeOf(vcpu.PartitionIndex).Holds(vcpu.Life);

    /// <summary>
    /// Marks <paramref name="vcpu"/> as having a CPU. False, with no mark, unless the <paramref name="life"/> that its partition
    /// has then is its own. Whoever ends lives looks at the marks after that: of two CPUs that come at the same moment, one sees
    /// the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryEnter(ref Vcpu vcpu, out PartitionLife life)
    {
        _ = Interlocked.Exchange(ref vcpu.IsOnCpu, 1);
        life = LifeOf(vcpu.PartitionIndex);
        if (life.Holds(vcpu.Life))
        {
            return true;
        }

        LeaveCpu(ref vcpu);
        return false;
    }

    /// <summary>Takes the mark away.</summary>
    public readonly void LeaveCpu(ref Vcpu vcpu) => Volatile.Write(ref vcpu.IsOnCpu, 0);

    /// <summary>True if no CPU is left that has a virtual CPU of <paramref name="partition"/>.</summary>
    public readonly bool AreAllOffCpus(in PartitionRecord partition)
    {
        for (uint i = partition.FirstVcpu; i < partition.FirstVcpu + partition.VcpuCount; i++)
        {
            if (Volatile.Read(in _vcpus[i].IsOnCpu) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Begins to end the life of partition <paramref name="index"/>, if it is still <paramref name="seen"/> and lasts. Of several
    /// CPUs that try, one succeeds and then calls <see cref="Idle"/> or <see cref="Start"/>.
    /// </summary>
    public readonly bool TryEnd(uint index, PartitionLife seen)
    {
        if (seen.Phase != LifePhase.Lasting)
        {
            return false;
        }

        uint ending = new PartitionLife(seen.Mode, LifePhase.Ending, seen.Number).Word;
        return Interlocked.CompareExchange(ref _partitions[index].Life, ending, seen.Word) == seen.Word;
    }

    /// <summary>Puts a partition whose life ends into mode Idle. True if it was the last one that was not.</summary>
    public bool Idle(uint index)
    {
        PartitionLife life = LifeOf(index);
        Volatile.Write(ref _partitions[index].Life, new PartitionLife(PartitionMode.Idle, LifePhase.Lasting, life.Number).Word);
        return life.Mode != PartitionMode.Idle && Interlocked.Decrement(ref _notIdle) == 0;
    }

    /// <summary>
    /// Begins the next life of a partition whose last one ends: memory is filled for <see cref="PartitionMode.ColdStart"/>, and kept
    /// for <see cref="PartitionMode.WarmStart"/>.
    /// </summary>
    public void Start(in SystemConfig config, uint index, PartitionMode mode, StartCondition condition, HealthEvent cause, ulong now)
    {
        ref Partition partition = ref _partitions[index];
        PartitionLife life = LifeOf(index);
        if (life.Mode == PartitionMode.Idle)
        {
            _ = Interlocked.Increment(ref _notIdle);
        }

        partition.Condition = condition;
        partition.Cause = cause;
        partition.RestartCount++;
        partition.StartTsc = now;
        partition.WatchdogLeft = config.Partitions[(int)index].WatchdogWindows;
        partition.Load = new LoadCursor { Stage = mode == PartitionMode.ColdStart ? LoadStage.Clear : LoadStage.Done };
        Volatile.Write(ref partition.Life, new PartitionLife(mode, LifePhase.Loading, life.Number + 1).Word);
    }

    /// <summary>Lets the virtual CPUs of a partition whose memory is filled begin.</summary>
    public readonly void EndLoading(uint index)
    {
        PartitionLife life = LifeOf(index);
        Volatile.Write(ref _partitions[index].Life, new PartitionLife(life.Mode, LifePhase.Lasting, life.Number).Word);
    }

    /// <summary>Gives up a start: its memory cannot be filled. <see cref="Idle"/> follows.</summary>
    public readonly void EndStart(uint index)
    {
        PartitionLife life = LifeOf(index);
        Volatile.Write(ref _partitions[index].Life, new PartitionLife(life.Mode, LifePhase.Ending, life.Number).Word);
    }

    /// <summary>Puts a partition whose life <paramref name="seen"/> lasts into mode Normal. False if it does not last.</summary>
    public readonly bool TryBeNormal(uint index, PartitionLife seen)
    {
        uint normal = new PartitionLife(PartitionMode.Normal, LifePhase.Lasting, seen.Number).Word;
        return Interlocked.CompareExchange(ref _partitions[index].Life, normal, seen.Word) == seen.Word;
    }

    private static bool TryTake(ulong sizeBytes, ref FramePool pool, out void* memory)
    {
        bool isTaken = pool.TryTake((uint)(FrameSize.RoundUp4K(sizeBytes) / FrameSize.Size4K), out HostPhysical frames);
        memory = isTaken ? Cpu.Frame(frames) : null;
        return isTaken;
    }
}
