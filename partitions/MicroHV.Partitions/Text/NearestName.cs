// Which of the known names somebody probably meant.
namespace MicroHV.Partitions.Text;

/// <summary>Finds the known name that is nearest to a mistyped one.</summary>
public static class NearestName
{
    /// <summary>The name of <paramref name="known"/> with the fewest edits from <paramref name="written"/>.</summary>
    public static string Of(string written, IReadOnlyCollection<string> known) =>
        known.OrderBy(name => Distance(written, name)).ThenBy(name => name, StringComparer.Ordinal).First();

    /// <summary>Levenshtein's distance: insertions, deletions and substitutions count one each.</summary>
    public static int Distance(string from, string to)
    {
        int[] previous = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int[] current = new int[to.Length + 1];
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int substitution = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[to.Length];
    }
}
