// Words as a shell takes a line apart.
using System.Text;

namespace MicroHV.Image.Completion;

/// <summary>The words of a line that is being typed; nothing in them is expanded but quotes, and <c>~/</c>.</summary>
internal static class ShellWords
{
    /// <summary>Takes <paramref name="text"/> apart.</summary>
    /// <param name="text">A line, or its beginning.</param>
    /// <param name="isOpen">True if the line ends within its last word.</param>
    public static IReadOnlyList<string> Of(string text, out bool isOpen)
    {
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        isOpen = false;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                if (isOpen)
                {
                    words.Add(word.ToString());
                    _ = word.Clear();
                }

                isOpen = false;
                continue;
            }

            isOpen = true;
            if (letter == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                _ = word.Append(text[++i]);
            }
            else
            {
                _ = word.Append(letter);
            }
        }

        if (isOpen)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary><paramref name="word"/> with the reader's home folder for a <c>~/</c> at its beginning.</summary>
    public static string AtHome(string word) => word.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), word[2..])
        : word;
}
