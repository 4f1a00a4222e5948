// Writes the lines of a page for a terminal.
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Image.TextPages;

/// <summary>Lines with headings and colours; plain where nobody sees colours.</summary>
internal sealed class PageWriter
{
    private const int PipeWidth = 100;
    private const int MinWidth = 60;
    private const int MaxWidth = 120;

    private readonly IAnsiConsole _console;
    private readonly bool _hasBlocks;
    private bool _isBegun;

    /// <summary>Writes to <paramref name="console"/>.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="isRedirected">True if it is no terminal, and has no width of its own.</param>
    public PageWriter(IAnsiConsole console, bool isRedirected)
    {
        _console = console;
        _hasBlocks = !isRedirected && console.Profile.Capabilities.Unicode;

        // A line that fills a terminal to its last column makes some of them begin another one.
        Width = isRedirected ? PipeWidth : Math.Clamp(console.Profile.Width - 1, MinWidth, MaxWidth);
    }

    /// <summary>Writes to standard output.</summary>
    public static PageWriter OnStandardOutput() =>
        new(Terminal.On(Console.Out, Console.IsOutputRedirected), Console.IsOutputRedirected);

    /// <summary>Columns that a line should not exceed.</summary>
    public int Width { get; }

    /// <summary>A piece of a bar that is taken.</summary>
    public char Full => _hasBlocks ? '█' : '#';

    /// <summary>A piece of a bar that is not.</summary>
    public char Empty => _hasBlocks ? '·' : '.';

    /// <summary>Text of other people, made safe for a terminal and for markup.</summary>
    public static string Safe(string text) => Markup.Escape(SafeText.Escape(text));

    /// <summary>The same, filled up with spaces to a width.</summary>
    public static string Safe(string text, int width) => Markup.Escape(SafeText.Escape(text).PadRight(width));

    /// <summary><paramref name="text"/> in the colour of a partition.</summary>
    /// <param name="index">Number of the partition.</param>
    /// <param name="text">Any text.</param>
    /// <param name="width">Columns to fill.</param>
    public static string Coloured(int index, string text, int width = 0) =>
        $"[{Ink.Partition(index).ToMarkup()}]{Safe(text, width)}[/]";

    /// <summary>How many columns the longest of <paramref name="texts"/> takes.</summary>
    public static int WidthOf(IEnumerable<string> texts) =>
        texts.Select(text => SafeText.Escape(text).Length).DefaultIfEmpty().Max();

    /// <summary>Begins a section.</summary>
    /// <param name="title">What it is about.</param>
    /// <param name="more">The sentence behind the title, as markup.</param>
    public void Heading(string title, string more = "")
    {
        if (_isBegun)
        {
            _console.WriteLine();
        }

        _isBegun = true;
        Line($"[bold]{Safe(title)}[/]{(more.Length == 0 ? "" : $"  {more}")}");
    }

    /// <summary>Writes one line.</summary>
    /// <param name="markup">The line, as markup.</param>
    public void Line(string markup = "") => _console.Write(Row.Of(markup.TrimEnd()));

    /// <summary>Writes words one after the other, in as many lines as they need.</summary>
    /// <param name="indent">Spaces before each line.</param>
    /// <param name="words">Any text.</param>
    public void Words(int indent, IEnumerable<string> words)
    {
        foreach (string line in Wrap(Width - indent, words))
        {
            Line(new string(' ', indent) + line);
        }
    }

    /// <summary>Puts words one after the other into lines; each line is safe for a terminal and for markup.</summary>
    /// <param name="width">Columns of a line; a longer word has a line for itself.</param>
    /// <param name="words">Any text.</param>
    public static IReadOnlyList<string> Wrap(int width, IEnumerable<string> words)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in words.Select(SafeText.Escape))
        {
            if (line.Length != 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        lines.Add(line);
        return [.. lines.Select(Markup.Escape)];
    }
}
