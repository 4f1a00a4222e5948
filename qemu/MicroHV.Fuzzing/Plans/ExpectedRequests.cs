// Interrupts that wait for a guest, as the manual has it.
namespace MicroHV.Fuzzing.Plans;

/// <summary>Requests by vector. All that were made before one is delivered are that one.</summary>
internal sealed class ExpectedRequests
{
    private readonly SortedDictionary<byte, List<Moment>> _moments = [];

    /// <summary>The highest vector that is requested for certain at <paramref name="time"/>; 0 if none is.</summary>
    public byte HighestAt(ulong time) => _moments.LastOrDefault(entry => entry.Value.Exists(moment => moment.Last <= time)).Key;

    /// <summary>When the first request is there for certain, and the first that may be.</summary>
    public Moment First => new(
        _moments.Values.SelectMany(list => list).Select(moment => moment.First).DefaultIfEmpty(Moment.Never).Min(),
        _moments.Values.SelectMany(list => list).Select(moment => moment.Last).DefaultIfEmpty(Moment.Never).Min());

    /// <summary>Adds a request.</summary>
    public void Add(byte vector, Moment moment)
    {
        if (!_moments.TryGetValue(vector, out List<Moment>? list))
        {
            _moments.Add(vector, list = []);
        }

        list.Add(moment);
    }

    /// <summary>It is not certain after all that <paramref name="moment"/> requests <paramref name="vector"/>.</summary>
    public void Doubt(byte vector, Moment moment)
    {
        if (_moments.TryGetValue(vector, out List<Moment>? list) && list.Remove(moment))
        {
            list.Add(moment with { Last = Moment.Never });
        }
    }

    /// <summary>
    /// Delivers <paramref name="vector"/> at <paramref name="time"/>, with all requests that were made by <paramref name="settled"/>; a
    /// later one may come again. False if there is nothing to deliver.
    /// </summary>
    public bool TryDeliver(byte vector, ulong settled, ulong time)
    {
        if (!_moments.TryGetValue(vector, out List<Moment>? list) || !list.Exists(moment => moment.First <= time))
        {
            return false;
        }

        if (list.RemoveAll(moment => moment.Last <= settled) == 0)
        {
            _ = list.Remove(list.MinBy(moment => moment.First));
        }

        for (int i = 0; i < list.Count; i++)
        {
            list[i] = list[i].First <= time ? list[i] with { Last = Moment.Never } : list[i];
        }

        return true;
    }
}
