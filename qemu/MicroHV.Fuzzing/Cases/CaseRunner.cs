// Runs one case, and makes the case of a finding small.
namespace MicroHV.Fuzzing.Cases;

/// <summary>One target, made anew after every finding: who knows what state that left.</summary>
/// <param name="definition">Which.</param>
internal sealed class CaseRunner(TargetDefinition definition) : IDisposable
{
    private FuzzTarget _target = definition.Create();

    /// <summary>Where fresh cases come from.</summary>
    public ICaseSource Source(Random random) => _target.Source(random, definition.Corpus);

    /// <summary>What became of the case; null with a <paramref name="failure"/> if it broke something.</summary>
    public string? Run(ReadOnlySpan<byte> bytes, out string? failure)
    {
        try
        {
            failure = null;
            return _target.Run(bytes);
        }
        catch (Exception exception)
        {
            // Whatever the kernel's code throws on the host is a finding: on hardware it throws nothing.
            failure = exception is FindingException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
            _target.Dispose();
            _target = definition.Create();
            return null;
        }
    }

    /// <summary>The smallest case that could be found which also breaks something.</summary>
    public Finding Minimise(ReadOnlySpan<byte> bytes, string failure)
    {
        Finding best = new(definition.Name, bytes.ToArray(), failure);
        while (TrySmaller(best) is { } smaller)
        {
            best = smaller;
        }

        return best;
    }

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();

    // Fewer bytes first, then more zeros.
    private Finding? TrySmaller(Finding finding)
    {
        byte[] bytes = finding.Bytes;
        for (int count = Math.Max(bytes.Length / 2, 1); count > 0; count /= 2)
        {
            for (int at = 0; at + count <= bytes.Length; at += count)
            {
                if (Fails([.. bytes[..at], .. bytes[(at + count)..]], finding) is { } shorter)
                {
                    return shorter;
                }
            }
        }

        for (int at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != 0 && Fails([.. bytes[..at], 0, .. bytes[(at + 1)..]], finding) is { } plainer)
            {
                return plainer;
            }
        }

        return null;
    }

    private Finding? Fails(byte[] bytes, Finding finding)
    {
        _ = Run(bytes, out string? failure);
        return failure is null ? null : finding with { Bytes = bytes, What = failure };
    }
}
