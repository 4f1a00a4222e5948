// Runs the programs that build images.
using System.ComponentModel;
using System.Diagnostics;

namespace MicroHV.Partitions.Projects;

/// <summary>One run of a program, waited for.</summary>
public static class ToolProcess
{
    /// <summary>Runs <paramref name="program"/> and returns its exit code and everything that it wrote.</summary>
    /// <param name="program">Name on the path.</param>
    /// <param name="installCommand">The command that installs it.</param>
    /// <param name="folder">Working directory.</param>
    /// <param name="arguments">Arguments, passed as they are.</param>
    /// <param name="environment">Variables to set beside those that this process has.</param>
    /// <exception cref="MissingToolException">There is no such program.</exception>
    public static (int ExitCode, string Output) Run(
        string program,
        string installCommand,
        string folder,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Start(start, program, installCommand);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    private static Process Start(ProcessStartInfo start, string program, string installCommand)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new MissingToolException(program, installCommand);
        }
    }
}
