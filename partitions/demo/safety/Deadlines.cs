// Whether time was kept, seen from inside the partition.
using MicroHV.Guest;

namespace MicroHV.Demo.Safety;

/// <summary>
/// Holds each window against the plan: begun on time, one in every frame, the step done before its end.
/// </summary>
public struct Deadlines
{
    /// <summary>How late a window may begin, in nanoseconds.</summary>
    public const ulong MaxLatenessNanoseconds = 200_000;

    private Window _window;
    private ulong _nextFrame;

    /// <summary>Windows that began.</summary>
    public uint Begun { readonly get; private set; }

    /// <summary>Windows that did not begin on time, or not in the frame that was due.</summary>
    public uint Late { readonly get; private set; }

    /// <summary>Steps that were not done before the end of their window.</summary>
    public uint Overrun { readonly get; private set; }

    /// <summary>Whether nothing was ever missed.</summary>
    public readonly bool AreAllMet => Late == 0 && Overrun == 0;

    /// <summary>The partition has just been given its window.</summary>
    public void BeginStep()
    {
        ulong now = Clock.Tsc;
        bool isInWindow = Clock.TryFindWindow(now, out _window);
        bool isOnTime = isInWindow && Clock.NanosecondsOf(now - _window.StartTsc) <= MaxLatenessNanoseconds;
        bool isInTurn = Begun == 0 || _window.Frame == _nextFrame;
        Late += isOnTime && isInTurn ? 0u : 1u;
        Begun++;
        _nextFrame = _window.Frame + 1;
    }

    /// <summary>The step is done.</summary>
    public void EndStep() => Overrun += Clock.Tsc < _window.EndTsc ? 0u : 1u;
}
