// The command `microhv`.
using System.CommandLine;
using MicroHV.Image;

ParseResult command = CommandLine.Create().Parse(args);
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
