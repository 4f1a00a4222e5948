// Many cases of one target, on as many threads as there are processors.
using System.Collections.Concurrent;

namespace MicroHV.Fuzzing.Cases;

/// <summary>How much to run.</summary>
/// <param name="Seed">Which cases: the same seed gives the same, however many threads run them.</param>
/// <param name="Cases">How many.</param>
/// <param name="Threads">How many threads.</param>
internal sealed record CampaignSettings(int Seed, long Cases, int Threads);

/// <summary>What a campaign found.</summary>
/// <param name="Cases">Cases that were run.</param>
/// <param name="Ways">Every way that a case went, with the shortest case that went it.</param>
/// <param name="Findings">What must not happen.</param>
internal sealed record CampaignOutcome(
    long Cases, IReadOnlyDictionary<string, byte[]> Ways, IReadOnlyList<Finding> Findings);

/// <summary>Runs fresh cases in blocks, of which each has a source of its own.</summary>
internal static class Campaign
{
    /// <summary>Findings after which it stops: one mistake is found again and again.</summary>
    public const int MaxFindings = 10;

    private const int BlockCases = 4096;

    /// <summary>Runs the checked-in cases of a target and returns what they broke.</summary>
    public static IReadOnlyList<Finding> ReplayCorpus(TargetDefinition definition)
    {
        using CaseRunner runner = new(definition);
        List<Finding> findings = [];
        foreach (byte[] bytes in definition.Corpus)
        {
            _ = runner.Run(bytes, out string? failure);
            if (failure is not null)
            {
                findings.Add(new Finding(definition.Name, bytes, failure));
            }
        }

        return findings;
    }

    /// <summary>Runs until all is done, too much is found, or <paramref name="cancellation"/>.</summary>
    public static CampaignOutcome Run(
        TargetDefinition definition, CampaignSettings settings, CancellationToken cancellation)
    {
        ConcurrentDictionary<string, byte[]> ways = new();
        ConcurrentQueue<Finding> findings = new();
        long nextBlock = 0;
        long done = 0;
        Thread[] threads = [.. Enumerable.Range(0, settings.Threads).Select(_ => new Thread(Work))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return new CampaignOutcome(done, ways, [.. findings]);

        void Work()
        {
            using CaseRunner runner = new(definition);
            long first = (Interlocked.Increment(ref nextBlock) - 1) * BlockCases;
            while (first < settings.Cases)
            {
                ICaseSource source = runner.Source(new Random(SeedOf(settings.Seed, first / BlockCases)));
                long end = Math.Min(first + BlockCases, settings.Cases);
                for (long i = first; i < end; i++)
                {
                    if (cancellation.IsCancellationRequested || findings.Count >= MaxFindings)
                    {
                        return;
                    }

                    Try(runner, source.Next());
                }

                first = (Interlocked.Increment(ref nextBlock) - 1) * BlockCases;
            }
        }

        void Try(CaseRunner runner, ReadOnlySpan<byte> bytes)
        {
            string? way = runner.Run(bytes, out string? failure);
            _ = Interlocked.Increment(ref done);
            if (way is null)
            {
                findings.Enqueue(runner.Minimise(bytes, failure!));
            }
            else if (!ways.TryGetValue(way, out byte[]? shortest) || shortest.Length > bytes.Length)
            {
                byte[] shorter = bytes.ToArray();
                _ = ways.AddOrUpdate(way, shorter, (_, other) => other.Length <= shorter.Length ? other : shorter);
            }
        }
    }

    // Neighbouring seeds and blocks must not begin alike: the multiplier of Knuth's multiplicative hash.
    private static int SeedOf(int seed, long block) => unchecked((seed * (int)2_654_435_761) + (int)block);
}
