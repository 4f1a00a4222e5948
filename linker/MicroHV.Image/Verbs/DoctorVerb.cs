// `microhv doctor`: what this machine can build and run, and what to install.
using System.CommandLine;
using MicroHV.Image.Help;
using MicroHV.Machines;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>doctor</c>.</summary>
internal static class DoctorVerb
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print the same facts as JSON." };
        Option<bool> all = new("--all")
        {
            Description = "Then print what installs everything on each distribution, and the container's command.",
        };
        Verb command = new(
            "doctor",
            "Say which machines work here, what is missing, and how to install it. "
            + "The exit code is 0 if every machine works and everything can be built, and 3 if not; "
            + "nested KVM and what only tests call do not count.",
            new("doctor", "what this machine can build and run"),
            new("doctor --all", "then what installs everything, on each distribution and in a container"),
            new("doctor --json", "the same facts for a program"))
        {
            json,
            all,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(all))
            {
                result.AddError("--all is for people; --json has what is missing here");
            }
        });
        command.SetAction(arguments => CheckVerb.Guard(() => Run(arguments.GetValue(json), arguments.GetValue(all))));
        return command;
    }

    private static int Run(bool isJson, bool isAll)
    {
        DoctorReport report = DoctorReport.Look(Host.Here);
        if (isJson)
        {
            Console.Out.Write(ReportFile.Text(report));
        }
        else
        {
            DoctorPrinter printer = new(Terminal.On(Console.Out, Console.IsOutputRedirected));
            printer.Print(report);
            if (isAll)
            {
                printer.PrintEverything(DoctorReport.Everything());
            }

            if (isAll || !report.IsComplete)
            {
                printer.PrintContainer();
            }
        }

        return report.IsComplete ? ExitCode.Good : ExitCode.ToolMissing;
    }
}
