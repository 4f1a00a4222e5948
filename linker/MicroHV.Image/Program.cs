// The command `microhv`.
using System.CommandLine;
using MicroHV.Image;

ParseResult command = CommandLine.Create().Parse(args);
if (command.Errors.Count == 0)
{
    // After Ctrl-C: time to end emulators and to take away their files.
    return await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
}

foreach (var error in command.Errors)
{
    await Console.Error.WriteLineAsync($"microhv: {error.Message}");
}

await Console.Error.WriteLineAsync($"microhv: '{UsageHint.For(command)}' lists what is possible");
return ExitCode.Usage;
