// The thread of one CPU, which sleeps while others have the turn.
namespace MicroHV.Model;

using System;
using System.Threading;

/// <summary>A thread that outlives the kernels that run on it: to begin one costs no new thread.</summary>
internal sealed class CpuThread : IDisposable
{
    private const int StackBytes = 1 << 20;

    private readonly SoftwareCpu _cpu;
    private readonly object _gate = new();
    private Thread _thread;
    private Action _life;
    private bool _hasTurn;
    private bool _isDisposed;

    /// <summary>A thread for <paramref name="cpu"/>, made when it first begins.</summary>
    internal CpuThread(SoftwareCpu cpu) => _cpu = cpu;

    /// <summary>Runs <paramref name="life"/> there.</summary>
    internal void Begin(Action life)
    {
        lock (_gate)
        {
            _life = life;
            Monitor.PulseAll(_gate);
        }

        if (_thread is null)
        {
            _thread = new Thread(RunLives, StackBytes) { IsBackground = true, Name = $"CPU {_cpu.Index}" };
            _thread.Start();
        }
    }

    /// <summary>Lets it go on.</summary>
    internal void GiveTurn()
    {
        lock (_gate)
        {
            _hasTurn = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Sleeps until somebody gives it the turn. Called on the CPU's own thread.</summary>
    internal void AwaitTurn()
    {
        lock (_gate)
        {
            while (!_hasTurn)
            {
                Monitor.Wait(_gate);
            }

            _hasTurn = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        _thread?.Join();
    }

    private void RunLives()
    {
        while (NextLife() is { } life)
        {
            life();
        }
    }

    private Action NextLife()
    {
        lock (_gate)
        {
            while (_life is null && !_isDisposed)
            {
                Monitor.Wait(_gate);
            }

            Action life = _life;
            _life = null;
            return life;
        }
    }
}
