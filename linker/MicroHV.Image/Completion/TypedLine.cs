// A command line that is being typed.
namespace MicroHV.Image.Completion;

/// <summary>A command line that is being typed, without the command itself.</summary>
/// <param name="Before">The words before the one at the cursor.</param>
/// <param name="Word">The word at the cursor, up to the cursor; empty where one may begin.</param>
/// <param name="After">The words behind it.</param>
internal sealed record TypedLine(IReadOnlyList<string> Before, string Word, IReadOnlyList<string> After)
{
    /// <summary>Every word.</summary>
    public IReadOnlyList<string> All => [.. Before, Word, .. After];

    /// <summary>The line in <paramref name="text"/>, which begins with the command.</summary>
    /// <param name="text">All that is typed.</param>
    /// <param name="cursor">How many characters stand before the cursor; at the end, if there are not so many.</param>
    public static TypedLine Parse(string text, int cursor)
    {
        cursor = Math.Clamp(cursor, 0, text.Length);
        IReadOnlyList<string> before = ShellWords.Of(text[..cursor], out bool isOpen);
        string word = isOpen ? before[^1] : "";

        // The rest of the word at the cursor is what the answer may replace.
        string rest = text[cursor..];
        IReadOnlyList<string> after = ShellWords.Of(rest, out _);
        bool isWithin = isOpen && rest.Length > 0 && !char.IsWhiteSpace(rest[0]);
        return new TypedLine(
            [.. before.SkipLast(isOpen ? 1 : 0).Skip(1).Select(ShellWords.AtHome)],
            word,
            [.. after.Skip(isWithin ? 1 : 0).Select(ShellWords.AtHome)]);
    }
}
