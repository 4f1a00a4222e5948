// With which the kit itself ends a partition.
namespace MicroHV.Guest;

/// <summary>Exit codes of the kit; a guest's own begin where it likes. 0 is success.</summary>
public static class ExitCode
{
    /// <summary>Of <see cref="Check.Fail"/> and <see cref="Check.That"/>.</summary>
    public const ulong Failed = 1;

    /// <summary>The information page has another layout than this kit knows.</summary>
    public const ulong WrongPage = 2;

    /// <summary>A check of the language failed: a bound, a division, an argument.</summary>
    public const ulong FailedCheck = 3;

    /// <summary>
    /// An exception that nobody caught, after <see cref="Exceptions.Attempt"/> or <see cref="Exceptions.Handle"/> was used.
    /// </summary>
    public const ulong Exception = 4;
}
