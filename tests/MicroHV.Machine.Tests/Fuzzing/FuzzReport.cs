// What the fuzzing guest tells of itself.
using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroHV.Machine.Tests.Fuzzing;

/// <summary>The line that the guest writes before its cases may end the partition.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Cases">How many cases ran.</param>
/// <param name="Exits">How many exits they made, at least.</param>
/// <param name="Counts">Cases by mode and exits by reason.</param>
internal sealed partial record FuzzReport(ulong Seed, ulong Cases, ulong Exits, IReadOnlyDictionary<string, ulong> Counts)
{
    /// <summary>Modes that cases run in.</summary>
    public static IReadOnlyList<string> Modes { get; } =
        ["long", "compatibility-32", "compatibility-16", "protected", "paged-32", "pae", "virtual-8086", "real"];

    /// <summary>Reasons of exits.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
    [
        "debug", "cpuid", "msr", "port", "hypercall", "control-register", "cache", "xsetbv", "virtualization", "halt",
    ];

    [GeneratedRegex("^fuzzed: (?<counts>.*)$", RegexOptions.Multiline)]
    private static partial Regex Line { get; }

    /// <summary>The report in a console, or null if the guest did not come so far.</summary>
    public static FuzzReport? Find(string console)
    {
        Match match = Line.Match(console);
        if (!match.Success)
        {
            return null;
        }

        Dictionary<string, ulong> counts = match.Groups["counts"].Value
            .Split(' ')
            .Select(count => count.Split('='))
            .ToDictionary(count => count[0], count => ulong.Parse(count[1], CultureInfo.InvariantCulture));
        return new FuzzReport(counts["seed"], counts["cases"], counts["exits"], counts);
    }
}
