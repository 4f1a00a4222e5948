// `microhv schema`: what editors need to complete and check descriptions.
using System.CommandLine;
using MicroHV.Partitions.Schema;

namespace MicroHV.Image.Verbs;

/// <summary>Prints the JSON Schema of <c>system.toml</c>.</summary>
internal static class SchemaVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command verb = new("schema", "Print the JSON Schema of system.toml, for editors.");
        verb.SetAction(_ =>
        {
            Console.Write(DescriptionSchema.Text);
            return ExitCode.Good;
        });
        return verb;
    }
}
