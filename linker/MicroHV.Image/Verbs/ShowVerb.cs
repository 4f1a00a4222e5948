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
        Option<FileInfo?> html = new("--html")
        {
            Description = "Write the page as one HTML file that needs no other, and print nothing.",
            HelpName = "file",
        };
        Option<string?> other = new("--diff")
        {
            Description = "Show what is different in another system or image; the exit code is 0 whatever it is.",
            HelpName = "folder|file",
        };
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
            bool isPage = result.GetValue(html) is not null;
            if (isPage && (result.GetValue(json) || result.GetValue(other) is not null))
            {
                result.AddError("--html writes a page; ask for --json or --diff in a command of its own");
            }
        });
        command.SetAction(arguments => CheckVerb.Guard(() => Run(
            arguments.GetRequiredValue(system), arguments.GetValue(json), arguments.GetValue(html),
            arguments.GetValue(other))));
        return command;
    }

    private static int Run(string path, bool asJson, FileInfo? html, string? other)
    {
        string? otherPath = null;
        if (other is not null && !SystemArgument.TryResolve(other, out otherPath))
        {
            Console.Error.WriteLine($"microhv: there is no {otherPath}; --diff wants a system or an image");
            return ExitCode.Usage;
        }

        if (ViewSource.Load(path) is not SystemView view)
        {
            return ExitCode.Failed;
        }

        if (otherPath is not null)
        {
            return Compare(view, otherPath, asJson);
        }

        if (html is not null)
        {
            ReportFile.WriteText(html.FullName, HtmlPage.Write(view));
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
