// Pages of systems for tests.
using MicroHV.Image.HtmlPages;
using MicroHV.Image.Pages;
using MicroHV.Image.TextPages;
using MicroHV.Partitions;
using MicroHV.Partitions.Tests;
using MicroHV.Partitions.Views;
using Spectre.Console;

namespace MicroHV.Image.Tests.Shows;

/// <summary>Writes what <c>show</c> writes.</summary>
internal static class ShownPages
{
    /// <summary>The view of a description.</summary>
    /// <param name="good">Where its images lie.</param>
    /// <param name="text">The description.</param>
    public static SystemView View(GoodSystem good, string text)
    {
        LoadedSystem loaded = good.LoadText(text);
        Assert.True(loaded.Plan is not null, string.Join('\n', loaded.Diagnostics));
        return SystemViews.Of(loaded.Plan);
    }

    /// <summary>The page for a browser.</summary>
    public static string Html(SystemView view) => HtmlPage.Write(view);

    /// <summary>The page for a pipe.</summary>
    public static string Text(SystemView view) => Write(page => TextPage.Print(page, view));

    /// <summary>The page for a terminal with colours.</summary>
    public static string Colours(SystemView view) => Write(page => TextPage.Print(page, view), AnsiSupport.Yes);

    /// <summary>Differences for a pipe.</summary>
    public static string Differences(SystemView before, SystemView after) =>
        Write(page => DifferencePage.Print(page, DifferenceReport.Of(before, after)));

    private static string Write(Action<PageWriter> print, AnsiSupport ansi = AnsiSupport.No)
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 10_000;
        print(new PageWriter(console, isRedirected: true));
        return output.ToString();
    }
}
