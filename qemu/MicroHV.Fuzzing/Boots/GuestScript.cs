// What a guest of the software machine still has to do.
namespace MicroHV.Fuzzing.Boots;

/// <summary>Steps, and in front of them the handler of an interrupt: the step that it interrupted goes on behind it.</summary>
internal sealed class GuestScript
{
    private readonly Queue<GuestStep> _steps = new();
    private ulong _done;
    private GuestStep? _handler;
    private ulong _handlerDone;

    /// <summary>Ticks until <see cref="Next"/> exits.</summary>
    public ulong TicksLeft => Next is { } next ? next.Ticks - Done : ulong.MaxValue;

    private GuestStep? Next => _handler ?? (_steps.TryPeek(out GuestStep? step) ? step : null);

    private ref ulong Done => ref (_handler is null ? ref _done : ref _handlerDone);

    /// <summary>Appends a step.</summary>
    public void Add(GuestStep step) => _steps.Enqueue(step);

    /// <summary>Has the guest do <paramref name="handler"/> first.</summary>
    public void Interrupt(GuestStep handler) => (_handler, _handlerDone) = (handler, 0);

    /// <summary>The guest has run for <paramref name="ticks"/> without an exit.</summary>
    public void Pass(ulong ticks) => Done += ticks;

    /// <summary>The guest exits: this is the step that says how. There is one.</summary>
    public GuestStep Take()
    {
        Done = 0;
        GuestStep? handler = _handler;
        _handler = null;
        return handler ?? _steps.Dequeue();
    }
}
