// A console for people: colour only where somebody sees it.
using System.Text;
using Spectre.Console;

namespace MicroHV.Machines;

/// <summary>Makes consoles.</summary>
public static class Terminal
{
    /// <summary>The width of what is no terminal: in a file or a pipe nothing is wrapped.</summary>
    public const int UnlimitedWidth = 10_000;

    /// <summary>A console on standard output or standard error.</summary>
    /// <param name="writer">The stream.</param>
    /// <param name="isRedirected">True if it is no terminal.</param>
    public static IAnsiConsole On(TextWriter writer, bool isRedirected)
    {
        bool plain = isRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (isRedirected)
        {
            console.Profile.Width = UnlimitedWidth;
            console.Profile.Capabilities.Unicode = Encoding.UTF8.Equals(writer.Encoding);
        }

        return console;
    }
}
