// Runs the command as a reader of the documentation would.
using System.Diagnostics;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>The command <c>microhv</c> of this build.</summary>
internal static class MicroHVCommand
{
    /// <summary>Runs it in <paramref name="folder"/> as if it were called as <c>./microhv</c>; standard error comes before standard output.</summary>
    public static (int ExitCode, string Output) Run(string folder, IEnumerable<string> arguments)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "microhv.dll");
        ProcessStartInfo start = new("dotnet", [command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["MICROHV_COMMAND"] = "./microhv" },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.GetAwaiter().GetResult() + output);
    }
}
