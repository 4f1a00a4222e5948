// One reader of bytes that a guest controls, and what must hold whatever the bytes are.
namespace MicroHV.Fuzzing.Cases;

/// <summary>Runs cases against one reader. It belongs to the thread that made it.</summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>Bytes that the longest case has use for.</summary>
    public abstract int MaxCaseBytes { get; }

    /// <summary>
    /// Runs a case and returns what became of it, in words of which a target has few: cases that say the same went the same way.
    /// </summary>
    /// <exception cref="FindingException">Something that must hold did not.</exception>
    public abstract string Run(ReadOnlySpan<byte> bytes);

    /// <summary>Where fresh cases come from.</summary>
    public virtual ICaseSource Source(Random random, IReadOnlyList<byte[]> corpus) =>
        new RandomCases(random, MaxCaseBytes, corpus);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees machines.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
    }

    /// <summary>Demands something.</summary>
    /// <exception cref="FindingException">It does not hold.</exception>
    protected static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException(otherwise);
        }
    }
}
