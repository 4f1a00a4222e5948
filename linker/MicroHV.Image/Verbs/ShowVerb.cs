// `microhv show`: a system as a page that a person reviews.
using System.CommandLine;
using MicroHV.Image.Help;
using MicroHV.Image.HtmlPages;
using MicroHV.Image.Images;
using MicroHV.Image.Pages;
using MicroHV.Image.TextPages;
using MicroHV.Machines;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>show</c>.</summary>
internal static class ShowVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> system = SystemArgument.CreateWithImages();
        Option<bool> json = new("--json") { Description = "Print the same facts as JSON." };
        Option<string?> html = FileOption.Create(
            "Write the page as one HTML file that needs no other, and print nothing.", "--html");
        Option<string?> other = SystemArgument.CreateOption(
            "--diff", "Show what is different in another system or image; the exit code is 0 whatever it is.");
        Verb command = new(
            "show",
            "Show a system, or an image of one: time, memory, who reaches what, grants.",
            new("show mine", "the plan of a system as a page"),
            new("show mine --html mine.html", "the same as one HTML file, to review or to print"),
            new("show mine --json", "the same facts for a program"),
            new("show mine --diff theirs/out/system.elf", "what is different in an image that somebody built"))
        {
            system, json, html, other,
        };
        command.Validators.Add(result =>
        {
            bool isPage = result.GetResult(html) is not null;
            if (isPage && (result.GetResult(json) is not null || result.GetResult(other) is not null))
            {
                result.AddError("--html writes a page; ask for --json or --diff in a command of its own");
            }
        });
        command.SetAction(arguments => CheckVerb.Guard(() => Run(
            arguments.GetRequiredValue(system), arguments.GetValue(json), arguments.GetValue(html),
            arguments.GetValue(other))));
        return command;
    }

    private static int Run(string path, bool asJson, string? html, string? other)
    {
        if (ViewSource.Load(path) is not SystemView view)
        {
            return ExitCode.Failed;
        }

        if (other is not null)
        {
            return Compare(view, other, asJson);
        }

        if (html is not null)
        {
            ReportFile.WriteText(html, HtmlPage.Write(view));
        }
        else if (asJson)
        {
            Console.Out.Write(ReportFile.Text(view));
        }
        else
        {
            TextPage.Print(PageWriter.OnStandardOutput(), view);
        }

        return ExitCode.Good;
    }

    private static int Compare(SystemView before, string path, bool asJson)
    {
        if (ViewSource.Load(path) is not SystemView after)
        {
            return ExitCode.Failed;
        }

        DifferenceReport report = DifferenceReport.Of(before, after);
        if (asJson)
        {
            Console.Out.Write(ReportFile.Text(report));
        }
        else
        {
            DifferencePage.Print(PageWriter.OnStandardOutput(), report);
        }

        return ExitCode.Good;
    }
}
