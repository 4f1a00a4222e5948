// A whole number on the command line.
using System.CommandLine.Parsing;
using System.Globalization;

namespace MicroHV.Image.Verbs;

/// <summary>Reads numbers, and says in words what is wrong with one.</summary>
internal static class WholeNumber
{
    /// <summary>A parser of numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <param name="noun">What the number is, for the message.</param>
    /// <param name="least">The smallest that there may be.</param>
    /// <param name="most">The largest that there may be.</param>
    public static Func<ArgumentResult, ulong?> Of(string noun, ulong least, ulong most = ulong.MaxValue) => argument =>
    {
        string text = argument.Tokens[0].Value;
        bool isNumber = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
        if (isNumber && number >= least && number <= most)
        {
            return number;
        }

        string range = most == ulong.MaxValue ? $"at least {least}" : $"from {least} to {most}";
        argument.AddError($"'{text}' is no {noun}; write a whole number, {range}");
        return null;
    };
}
