// How long a run has lasted, on the last line of a terminal.
using System.Diagnostics;
using System.Globalization;

namespace MicroHV.Machines;

/// <summary>
/// A line that is written anew each second and is gone before anything else is written. What it can tell is the time on this
/// host, and the machine time after which the kernel stops at the latest: the machine's own clock is not seen from here.
/// </summary>
public sealed class ProgressLine : IDisposable
{
    private const string EraseLine = "\r\u001b[K";
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    private readonly TextWriter _terminal;
    private readonly int _width;
    private readonly string _limit;
    private readonly Lock _writing;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Timer? _timer;
    private bool _isShown;

    /// <summary>Begins to show progress.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="width">Its width in cells: a line that were wrapped could not be taken away.</param>
    /// <param name="limit">Machine time after which the kernel stops.</param>
    /// <param name="writing">Held by whoever writes on the terminal.</param>
    /// <param name="isTicking">False to show nothing by itself.</param>
    public ProgressLine(TextWriter terminal, int width, TimeSpan limit, Lock writing, bool isTicking = true)
    {
        _terminal = terminal;
        _width = Math.Max(0, width - 1);
        _limit = limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        _writing = writing;
        _timer = isTicking ? new Timer(_ => Tick(), null, _period, _period) : null;
    }

    /// <summary>Shows how long it has lasted.</summary>
    public void Tick()
    {
        lock (_writing)
        {
            int seconds = (int)Stopwatch.GetElapsedTime(_began).TotalSeconds;
            string text = $"running for {seconds} s; the kernel stops after at most {_limit} s of machine time";
            _terminal.Write(EraseLine + text[..Math.Min(text.Length, _width)]);
            _terminal.Flush();
            _isShown = true;
        }
    }

    /// <summary>Takes the line away before something else is written. The lock must be held.</summary>
    public void Clear()
    {
        if (_isShown)
        {
            _terminal.Write(EraseLine);
            _terminal.Flush();
            _isShown = false;
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_writing)
        {
            Clear();
        }
    }
}
