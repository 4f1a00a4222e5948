// A virtual CPU as the documentation of health has it.
using MicroHV.Fuzzing.Boots;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>A hypercall whose answer the guest has not read yet.</summary>
/// <param name="Run">The run that ended with it.</param>
/// <param name="Code">What RAX must be.</param>
/// <param name="Status">What RDX must be; null if it is not known, or nothing is told.</param>
internal sealed record PendingAnswer(GuestRun Run, ReturnCode Code, ulong? Status);

/// <summary>Which life it lives, and what its guest must find when it goes on.</summary>
internal sealed class ExpectedVcpu
{
    private readonly List<(ulong Tsc, bool IsUp)> _changes = [(0, true)];

    /// <summary>What it had at its first entry.</summary>
    public GuestEntry? First { get; set; }

    /// <summary>The life of its partition that it was entered for.</summary>
    public int Life { get; private set; }

    /// <summary>True if its last exit was answered by an exception.</summary>
    public bool ExpectsException { get; set; }

    /// <summary>True if the processor must refuse to enter it.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The answer that it must find.</summary>
    public PendingAnswer? Call { get; set; }

    /// <summary>Its life is over.</summary>
    public void End(ulong now)
    {
        if (_changes[^1].IsUp)
        {
            _changes.Add((now, false));
        }
    }

    /// <summary>It is entered for life <paramref name="life"/>: nothing is left of the last one.</summary>
    public void Begin(int life, ulong now)
    {
        (Life, ExpectsException, IsBroken, Call) = (life, false, false, null);
        if (!_changes[^1].IsUp)
        {
            _changes.Add((now, true));
        }
    }

    /// <summary>True if it lived all the time from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public bool IsUp(ulong from, ulong to) =>
        _changes.Last(change => change.Tsc <= from).IsUp && !HasEnded(from, to);

    /// <summary>True if a life of its ended between <paramref name="from"/> and <paramref name="to"/>.</summary>
    public bool HasEnded(ulong from, ulong to) => _changes.Any(change => !change.IsUp && change.Tsc >= from && change.Tsc <= to);
}
