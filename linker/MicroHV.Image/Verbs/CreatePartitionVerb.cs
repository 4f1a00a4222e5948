// `microhv new-partition`: one more partition for a system.
using System.CommandLine;
using System.CommandLine.Parsing;
using MicroHV.Image.Authoring;
using MicroHV.Image.Help;

namespace MicroHV.Image.Verbs;

/// <summary>The verb <c>new-partition</c>.</summary>
internal static class CreatePartitionVerb
{
    // Folders in which builds leave things, and which are no sources.
    private static readonly string[] _taken = ["bin", "obj", "out"];

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        Argument<string> system = SystemArgument.Create();
        Argument<string> name = new("name")
        {
            Description = "Name of the partition and of its project's folder.",
            HelpName = "name",
        };
        name.Validators.Add(Validate);
        Option<string> kit = new Option<string>("--kit")
        {
            Description = "The language of the partition.",
            Required = true,
        }.AcceptOnlyFromAmong([.. PartitionTemplate.Kits]);
        Option<ulong?> window = new("--window")
        {
            Description = "Length of its window; without it, a tenth of the major frame, or what is free.",
            HelpName = "time",
            CustomParser = TimeValue.Parse,
        };
        Verb verb = new(
            "new-partition",
            "Add a partition to a system: a project, its section of the description, and a window in free time.",
            new("new-partition mine logger --kit c", "a partition in C"),
            new("new-partition mine logger --kit csharp --window 500us", "one in C#, with a window of half a millisecond"))
        {
            system, name, kit, window,
        };
        verb.SetAction(arguments => CheckVerb.Guard(() => new PartitionCreation
        {
            SystemPath = arguments.GetRequiredValue(system),
            Name = arguments.GetRequiredValue(name),
            Template = PartitionTemplate.Of(arguments.GetRequiredValue(kit)),
            WindowNanoseconds = arguments.GetValue(window),
        }.Run()));
        return verb;
    }

    private static void Validate(ArgumentResult argument)
    {
        string name = argument.Tokens[0].Value;
        if (ChosenName.Validate(argument, name, "partition") && _taken.Contains(name))
        {
            argument.AddError($"a folder '{name}' is for what builds leave; choose another name");
        }
    }
}
