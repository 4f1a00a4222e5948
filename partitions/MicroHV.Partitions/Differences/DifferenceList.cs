// Collects differences.
namespace MicroHV.Partitions.Differences;

/// <summary>The differences found so far.</summary>
internal sealed class DifferenceList
{
    private readonly List<Difference> _differences = [];

    /// <summary>All differences, by section, otherwise in the order in which they were found.</summary>
    public IReadOnlyList<Difference> Sorted => [.. _differences.OrderBy(difference => difference.Section)];

    /// <summary>Adds a difference if there is one.</summary>
    public void Compare(DifferenceSection section, string subject, string what, string? before, string? after)
    {
        if (before != after)
        {
            _differences.Add(new Difference(section, subject, what, before, after));
        }
    }

    /// <summary>
    /// The elements of both lists with the same key side by side, in the order of <paramref name="before"/>, then what only
    /// <paramref name="after"/> has. Of several with the same key, the first belongs to the first.
    /// </summary>
    public static IEnumerable<(T? Before, T? After)> Pair<T, TKey>(
        IEnumerable<T> before, IEnumerable<T> after, Func<T, TKey> key)
        where T : class
        where TKey : notnull
    {
        T[] candidates = [.. after];
        Dictionary<TKey, Queue<T>> byKey = candidates
            .GroupBy(key)
            .ToDictionary(group => group.Key, group => new Queue<T>(group));
        HashSet<T> taken = new(ReferenceEqualityComparer.Instance);
        foreach (T item in before)
        {
            T? partner = byKey.TryGetValue(key(item), out Queue<T>? queue) && queue.Count != 0 ? queue.Dequeue() : null;
            if (partner is not null)
            {
                _ = taken.Add(partner);
            }

            yield return (item, partner);
        }

        foreach (T item in candidates.Where(item => !taken.Contains(item)))
        {
            yield return (null, item);
        }
    }
}
