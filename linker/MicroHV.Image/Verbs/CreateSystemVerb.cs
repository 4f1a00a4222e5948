// `microhv new`: a system to begin with.
using System.CommandLine;
using System.CommandLine.Parsing;
using MicroHV.Image.Authoring;
using MicroHV.Image.Help;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>new</c>.</summary>
internal static class CreateSystemVerb
{
    private const string DefaultTemplate = "hello";

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("folder")
        {
            Description = "Folder of the system, anywhere; it must not exist. Its last part is the system's name.",
            HelpName = "folder",
        };
        folder.Validators.Add(Validate);
        Option<string> template = new Option<string>("--template")
        {
            Description = "The system to begin with: a folder of partitions/templates.",
            DefaultValueFactory = _ => DefaultTemplate,
        }.AcceptOnlyFromAmong([.. SystemTemplate.All.Select(item => item.Name)]);
        Verb verb = new(
            "new",
            "Make a system that checks, builds and runs, for you to change.",
            new("new motor", "one partition in C, in the folder motor"),
            new("new motor --template hello-csharp", "one partition in C#"),
            new("new motor --template two", "one in C# that keeps its time, one in C that takes all it can get"),
            new("new motor --template shared", "two that share memory"))
        {
            folder, template,
        };
        verb.SetAction(arguments => CheckVerb.Guard(
            () => Run(arguments.GetRequiredValue(folder), arguments.GetRequiredValue(template))));
        return verb;
    }

    private static void Validate(ArgumentResult argument)
    {
        string typed = argument.Tokens[0].Value;
        string path = typed.Length == 0 ? "" : Path.TrimEndingDirectorySeparator(Path.GetFullPath(typed));
        string name = Path.GetFileName(path);
        if (Path.Exists(path))
        {
            argument.AddError($"there is a {typed} already; name a folder that does not exist");
        }
        else
        {
            _ = ChosenName.Validate(argument, name, "system");
        }
    }

    private static int Run(string typed, string templateName)
    {
        SystemTemplate template = SystemTemplate.All.Single(item => item.Name == templateName);
        SystemCreation.Create(template, Path.TrimEndingDirectorySeparator(Path.GetFullPath(typed)));
        Console.WriteLine($"{typed}: made from the template '{template.Name}': {string.Join(", ", template.Files)}");
        Console.WriteLine("next:");
        Console.WriteLine($"  {TypedCommand.Of("check", typed)}");
        Console.WriteLine($"  {TypedCommand.Of("run", typed)}");
        Console.WriteLine($"  {TypedCommand.Of("build", typed, "--iso")}");
        return ExitCode.Good;
    }
}
