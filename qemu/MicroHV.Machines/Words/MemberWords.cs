// The words of one enum member.
using System.Text.RegularExpressions;

namespace MicroHV.Machines;

/// <summary>A member's name and doc comment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">Its doc comment as plain text.</param>
public sealed partial record MemberWords(string Name, string Summary)
{
    /// <summary>The doc comment without what it says of details.</summary>
    public string Sentence =>
        Details().Match(Summary) is { Success: true } match ? Summary[..match.Index].Trim() : Summary;

    /// <summary>What a detail means, or null if the doc comment does not say.</summary>
    /// <param name="index">0 or 1.</param>
    public string? DetailLabel(int index)
    {
        Match match = Regex.Match(Summary, $@"Detail{index}: (?<label>.*?)(,? Detail\d:|, Detail\d:|\.?$)");
        if (match.Success)
        {
            return match.Groups["label"].Value;
        }

        // "Detail0, Detail1: their indexes."
        Match both = Regex.Match(Summary, @"Detail0, Detail1: (?<label>.*?)\.?$");
        return both.Success ? both.Groups["label"].Value : null;
    }

    [GeneratedRegex(@"\bDetail\d\b")]
    private static partial Regex Details();
}
