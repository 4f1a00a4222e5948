// The command `microhv`: one verb, one file.
using System.CommandLine;
using MicroHV.Image;
using MicroHV.Image.Verbs;

RootCommand root = new("MicroHV: one static description of a system, hardware-enforced partitions.")
{
    CheckVerb.Create(),
    BuildVerb.Create(),
    RunVerb.Create(),
    BenchVerb.Create(),
    TestVerb.Create(),
    DoctorVerb.Create(),
    SchemaVerb.Create(),
};

ParseResult command = root.Parse(args);
if (command.Errors.Count == 0)
{
    return await command.InvokeAsync();
}

foreach (var error in command.Errors)
{
    await Console.Error.WriteLineAsync($"microhv: {error.Message}");
}

await Console.Error.WriteLineAsync($"microhv: '{UsageHint.For(command)}' lists what is possible");
return ExitCode.Usage;
