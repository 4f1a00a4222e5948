// What gcc writes beside an object file: the files that it was made of.
using System.Text;

namespace MicroHV.Partitions.Projects;

/// <summary>Reads a rule of make as <c>gcc -MMD</c> writes it.</summary>
internal static class MakeRule
{
    /// <summary>The prerequisites of the rule in the file at <paramref name="path"/>.</summary>
    public static IEnumerable<string> Prerequisites(string path) => Parse(File.ReadAllText(path));

    /// <summary>
    /// The prerequisites in <c>target: a b \</c> and its further lines. A backslash takes the meaning from a space and
    /// a <c>#</c>, a dollar from a dollar.
    /// </summary>
    internal static IReadOnlyList<string> Parse(string rule)
    {
        List<string> words = [];
        StringBuilder word = new();
        int start = rule.IndexOf(": ", StringComparison.Ordinal) + 1;
        for (int i = start; i < rule.Length; i++)
        {
            char next = i + 1 < rule.Length ? rule[i + 1] : '\n';
            bool isEscape = (rule[i] == '\\' && next is ' ' or '#') || (rule[i] == '$' && next == '$');
            if (isEscape)
            {
                _ = word.Append(next);
                i++;
            }
            else if (char.IsWhiteSpace(rule[i]) || (rule[i] == '\\' && next == '\n'))
            {
                Take(word, words);
            }
            else
            {
                _ = word.Append(rule[i]);
            }
        }

        Take(word, words);
        return words;
    }

    private static void Take(StringBuilder word, List<string> words)
    {
        if (word.Length != 0)
        {
            words.Add(word.ToString());
            _ = word.Clear();
        }
    }
}
