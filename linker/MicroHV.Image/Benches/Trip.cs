// A request of a guest and what it costs.
namespace MicroHV.Image.Benches;

/// <summary>One row of the bench: a round trip that a guest measured.</summary>
/// <param name="Name">Its name, as qemu/benches/trips writes it.</param>
/// <param name="Instructions">Median of the measurements, less the median of measuring nothing.</param>
/// <param name="Times">How many measurements there were.</param>
internal sealed record Trip(string Name, uint Instructions, int Times)
{
    /// <summary>Name of the row in which nothing is measured.</summary>
    public const string Nothing = "nothing";

    /// <summary>Reads the lines <c>trip NAME 412x400 530x1</c> that the guest wrote.</summary>
    /// <exception cref="InvalidDataException">A line has another form, or nothing was measured.</exception>
    public static IReadOnlyList<Trip> Read(IEnumerable<string> lines)
    {
        Dictionary<string, (uint Median, int Count)> medians = [];
        foreach (string line in lines.Where(line => line.StartsWith("trip ", StringComparison.Ordinal)))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            medians.Add(words[1], Measurements.MedianOf(words[2..], line));
        }

        if (!medians.Remove(Nothing, out (uint Median, int Count) nothing) || medians.Count == 0)
        {
            throw new InvalidDataException("the guest measured nothing");
        }

        return [.. medians.Select(trip => new Trip(trip.Key, trip.Value.Median - nothing.Median, trip.Value.Count))];
    }
}
