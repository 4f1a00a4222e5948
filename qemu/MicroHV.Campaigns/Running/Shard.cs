// A part of a campaign's runs.
namespace MicroHV.Campaigns.Running;

/// <summary>Every <paramref name="Count"/>-th run, from number <paramref name="Index"/> on.</summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">How many parts there are.</param>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>All runs.</summary>
    public static Shard Whole => new(1, 1);

    /// <summary>Whether run <paramref name="number"/> is in it.</summary>
    public bool Has(long number) => (number - 1) % Count == Index - 1;
}
