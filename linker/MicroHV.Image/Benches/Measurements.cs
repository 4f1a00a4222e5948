// Numbers that a guest measured, as it writes them.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>Reads words such as <c>390x400 512x1</c>: ascending values, each with how often it was seen.</summary>
internal static class Measurements
{
    /// <summary>The value in the middle, and how many there are.</summary>
    /// <param name="words">The words.</param>
    /// <param name="line">The line that they are of, for messages.</param>
    /// <exception cref="InvalidDataException">A word has another form, or there is none.</exception>
    public static (uint Median, int Count) MedianOf(IReadOnlyList<string> words, string line)
    {
        List<(uint Value, int Count)> seen = [];
        foreach (string word in words)
        {
            string[] parts = word.Split('x');
            if (parts.Length != 2 || !uint.TryParse(parts[0], out uint value) || !int.TryParse(parts[1], out int count))
            {
                throw new InvalidDataException($"'{line}' is no measurement");
            }

            seen.Add((value, count));
        }

        int total = seen.Sum(item => item.Count);
        int rest = total / 2;
        foreach ((uint value, int count) in seen)
        {
            rest -= count;
            if (rest < 0)
            {
                return (value, total);
            }
        }

        throw new InvalidDataException($"'{line}' has no measurements");
    }

    /// <summary>What follows <paramref name="word"/> on the one line that begins with it.</summary>
    /// <exception cref="InvalidDataException">There is no such line.</exception>
    public static string[] After(string word, IEnumerable<string> lines) => lines
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(words => words.Length > 1 && words[0] == word)?[1..]
        ?? throw new InvalidDataException($"the guest wrote no line '{word}'");

    /// <summary>The number on the line <c>start 123</c>: the TSC when the guest began.</summary>
    /// <exception cref="InvalidDataException">There is no such line.</exception>
    public static ulong Start(IEnumerable<string> lines)
    {
        string number = After("start", lines)[0];
        return ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong start)
            ? start
            : throw new InvalidDataException($"'{number}' is no start");
    }
}
