// The timer of a guest's APIC, as the manual has it.
namespace MicroHV.Fuzzing.Plans;

/// <summary>Says when it expires. SDM 3A, "APIC Timer".</summary>
internal sealed class ExpectedTimer
{
    private Moment? _next;
    private ulong _period;

    /// <summary>When it expires next; null if it is not armed.</summary>
    public Moment? Next => _next;

    /// <summary>The LVT entry's mode.</summary>
    public ulong Mode { get; private set; }

    /// <summary>Has it expire at <paramref name="first"/>, and each <paramref name="period"/> after if that is not 0.</summary>
    public void Arm(Moment first, ulong period) => (_next, _period) = (first, period);

    /// <summary>Disarms it.</summary>
    public void Disarm() => _next = null;

    /// <summary>Chooses the mode.</summary>
    public void SetMode(ulong mode) => Mode = mode;

    /// <summary>All expiries that may have happened by <paramref name="time"/>; they will not be told again.</summary>
    public IEnumerable<Moment> TakeUntil(ulong time)
    {
        while (_next is { } next && next.First <= time)
        {
            _next = _period != 0 ? next.After(_period) : null;
            yield return next;
        }
    }
}
