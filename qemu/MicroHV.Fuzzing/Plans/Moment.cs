// When something happened, as far as a plan can say.
namespace MicroHV.Fuzzing.Plans;

/// <summary>
/// Something happens not before <paramref name="First"/>. It has happened at <paramref name="Last"/>, which is <see cref="Never"/> where
/// nobody can say whether it happens.
/// </summary>
internal readonly record struct Moment(ulong First, ulong Last)
{
    /// <summary>A time that is not reached.</summary>
    public const ulong Never = ulong.MaxValue;

    /// <summary>It happens, between these two times and one more.</summary>
    public Moment After(ulong ticks) => new(First + ticks, Last + ticks);
}
