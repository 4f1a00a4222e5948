// Who of a machine's CPUs runs: the one that is furthest behind.
namespace MicroHV.Model;

using System;
using System.Runtime.ExceptionServices;

/// <summary>
/// A simulation of discrete events. Each CPU lives on a thread of its own, but one of them at a time has the turn; whenever its
/// clock moves, the CPUs that are now behind run until they have caught up. So what they do to the memory that they share
/// happens in the order of time, and a run repeats itself to the last bit.
/// </summary>
internal sealed class CpuTurns : IDisposable
{
    private readonly SoftwareCpu[] _cpus;
    private readonly CpuThread[] _threads;
    private readonly bool[] _lives;
    private ulong _nextTsc = ulong.MaxValue;
    private ExceptionDispatchInfo _failure;

    /// <summary>Turns of <paramref name="cpus"/>; the first one's thread is the one that calls <see cref="Run"/>.</summary>
    internal CpuTurns(SoftwareCpu[] cpus)
    {
        _cpus = cpus;
        _lives = new bool[cpus.Length];
        _threads = Array.ConvertAll(cpus, cpu => new CpuThread(cpu));
        Running = cpus[0];
    }

    /// <summary>The CPU that has the turn.</summary>
    internal SoftwareCpu Running { get; private set; }

    /// <summary>Of CPUs at the same tick, the one with this index comes first, and then those behind it.</summary>
    internal int FirstOfEqual { get; set; }

    /// <summary>
    /// Runs <paramref name="entry"/> on the first CPU, and on the others what it starts there, until all have halted.
    /// </summary>
    internal void Run(Action entry)
    {
        _nextTsc = ulong.MaxValue;
        Running.MakeCurrent();
        _lives[0] = true;
        Live(Running, entry);
        AwaitOthers();
        Running = _cpus[0];
        ExceptionDispatchInfo failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    /// <summary>Lets <paramref name="cpu"/>, which has not begun yet, begin with <paramref name="entry"/> at the time of the running one.</summary>
    internal void Start(SoftwareCpu cpu, Action entry)
    {
        cpu.Tsc = Running.Tsc;
        _lives[cpu.Index] = true;
        _nextTsc = Math.Min(_nextTsc, cpu.Tsc);
        _threads[cpu.Index].Begin(() =>
        {
            cpu.MakeCurrent();
            Live(cpu, () =>
            {
                AwaitTurn(cpu);
                entry();
            });
            Give(NextToRun() ?? _cpus[0]);
        });
    }

    /// <summary>
    /// CLI; HLT, for ever. The first CPU's stack stays as it is until the others have halted, too: they share what lies on it.
    /// </summary>
    /// <exception cref="KernelHaltedException">Always.</exception>
    internal void Halt(SoftwareCpu cpu)
    {
        _lives[cpu.Index] = false;
        if (cpu.Index == 0)
        {
            AwaitOthers();
        }

        throw new KernelHaltedException();
    }

    /// <summary>True if <paramref name="cpu"/> has begun and not halted.</summary>
    internal bool Lives(SoftwareCpu cpu) => _lives[cpu.Index];

    /// <summary>The clock of <paramref name="cpu"/>, which runs, has moved: those that are behind it now catch up.</summary>
    internal void Pass(SoftwareCpu cpu)
    {
        if (cpu.Tsc < _nextTsc)
        {
            return;
        }

        SoftwareCpu next = NextToRun() ?? cpu;
        if (next != cpu)
        {
            Give(next);
            AwaitTurn(cpu);
        }

        if (cpu.Tsc == ulong.MaxValue)
        {
            throw new KernelHungException("the kernel sleeps and no interrupt can wake it");
        }
    }

    /// <summary>Something has come from the running CPU that ends the wait of <paramref name="cpu"/>, if it waits.</summary>
    internal void Wake(SoftwareCpu cpu)
    {
        if (cpu.IsWaiting && cpu != Running)
        {
            cpu.Tsc = Math.Min(cpu.Tsc, Running.Tsc);
            _nextTsc = Math.Min(_nextTsc, cpu.Tsc);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_threads, thread => thread.Dispose());

    // On the first CPU's thread, which has no turn of its own any more.
    private void AwaitOthers()
    {
        while (NextToRun() is { } next)
        {
            Give(next);
            _threads[0].AwaitTurn();
        }
    }

    private void AwaitTurn(SoftwareCpu cpu)
    {
        _threads[cpu.Index].AwaitTurn();
        if (_failure is not null)
        {
            throw new KernelAbandonedException();
        }
    }

    private void Live(SoftwareCpu cpu, Action entry)
    {
        try
        {
            entry();
            throw new InvalidOperationException("the kernel returned");
        }
        catch (KernelHaltedException)
        {
            // As it should be.
        }
        catch (KernelAbandonedException)
        {
            // Another CPU has failed.
        }
        catch (Exception failure)
        {
            _failure ??= ExceptionDispatchInfo.Capture(failure);
        }

        _lives[cpu.Index] = false;
    }

    // The CPU that is furthest behind; null if all have halted. After a failure any that lives: it ends when it gets the turn.
    private SoftwareCpu NextToRun()
    {
        SoftwareCpu next = null;
        for (int i = 0; i < _cpus.Length; i++)
        {
            int index = (FirstOfEqual + i) % _cpus.Length;
            if (_lives[index] && (next is null || _cpus[index].Tsc < next.Tsc))
            {
                next = _cpus[index];
            }
        }

        return next;
    }

    private void Give(SoftwareCpu next)
    {
        Running = next;
        _nextTsc = ulong.MaxValue;
        for (int i = 0; i < _cpus.Length; i++)
        {
            if (_lives[i] && i != next.Index)
            {
                _nextTsc = Math.Min(_nextTsc, _cpus[i].Tsc);
            }
        }

        _threads[next.Index].GiveTurn();
    }
}
