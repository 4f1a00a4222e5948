// What a program says when it is asked a question.
using System.Diagnostics;
using System.Text;

namespace MicroHV.Machines;

/// <summary>Runs programs that answer at once.</summary>
public static class ProgramOutput
{
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(30);

    /// <summary>Everything that a program writes, whatever its exit code; it finds its standard input at its end.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="TimeoutException">It did not end.</exception>
    /// <exception cref="IOException">Somebody ended it, so that it did not say all.</exception>
    public static string Of(string program, string workingFolder, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };
        StringBuilder said = new();
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(said, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        _ = process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(_guard))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {_guard.TotalSeconds:F0} s");
        }

        // The readers of its output end later than it does.
        process.WaitForExit();
        if (OutsideSignal.Of(process.ExitCode) is int signal)
        {
            throw new IOException($"somebody ended {program} by signal {signal} while it was asked what it can do; try again");
        }

        lock (said)
        {
            return said.ToString();
        }
    }

    private static void Keep(StringBuilder said, string? line)
    {
        lock (said)
        {
            _ = said.Append(line).Append('\n');
        }
    }
}
