// What the most expensive requests of a guest cost.
using System.Globalization;
using MicroHV.Machines;

namespace MicroHV.Image.Benches;

/// <summary>The longest of the times that one request took, from the guest's instruction to the next.</summary>
/// <param name="Name">Its name, as qemu/benches/worst and qemu/benches/switch write it.</param>
/// <param name="Instructions">Instructions, of which the guest has one.</param>
internal sealed record WorstCase(string Name, uint Instructions)
{
    /// <summary>Whether it took no longer than it may.</summary>
    public bool IsWithinBound => Instructions <= Bound.ByName[Name].Instructions;

    /// <summary>Reads the lines <c>worst NAME 412</c> that the guests of <paramref name="lane"/> wrote: one for each bound.</summary>
    /// <exception cref="InvalidDataException">A line has another form, or a request is missing.</exception>
    public static IReadOnlyList<WorstCase> Read(Lane lane, IEnumerable<string> lines)
    {
        List<WorstCase> cases = [];
        foreach (string line in lines.Where(line => line.StartsWith("worst ", StringComparison.Ordinal)))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool isGood = words.Length == 3 && Bound.ByName.ContainsKey(words[1]);
            if (!isGood || !uint.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint count))
            {
                throw new InvalidDataException($"'{line}' is no worst case");
            }

            cases.Add(new WorstCase(words[1], count));
        }

        string[] missing =
            [.. Bound.All.Where(each => each.IsOn(lane)).Select(each => each.Name).Except(cases.Select(each => each.Name))];
        return missing.Length == 0
            ? cases
            : throw new InvalidDataException($"the guests did not measure {string.Join(", ", missing)}");
    }
}
