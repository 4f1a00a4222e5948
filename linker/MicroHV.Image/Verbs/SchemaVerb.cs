// `microhv schema`: what editors need to complete and check descriptions.
using System.CommandLine;
using MicroHV.Image.Help;
using MicroHV.Partitions.Schema;

namespace MicroHV.Image.Verbs;

/// <summary>Prints the JSON Schema of <c>system.toml</c>.</summary>
internal static class SchemaVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "schema",
            "Print the JSON Schema of system.toml, for editors.",
            new Example("schema", "as text, for a file that your editor is told of"));
        verb.SetAction(_ => CheckVerb.Guard(() =>
        {
            Console.Write(DescriptionSchema.Text);
            return ExitCode.Good;
        }));
        return verb;
    }
}
