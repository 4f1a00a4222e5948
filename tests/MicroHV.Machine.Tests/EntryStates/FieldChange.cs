// Other values of a field.
namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>Changes at which a check can go wrong.</summary>
internal static class FieldChange
{
    /// <summary>
    /// <paramref name="value"/> with a bit or two changed, or a number from the edges, or <paramref name="good"/>, which
    /// another mode has there.
    /// </summary>
    public static ulong Of(ulong value, ulong good, Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => good,
        2 => 1ul << random.Next(64),
        3 => (ulong)random.Next(0x1000),
        4 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        5 => value ^ (1ul << random.Next(20)) ^ (1ul << random.Next(64)),
        _ => value ^ (1ul << random.Next(random.Next(2) == 0 ? 20 : 64)),
    };
}
