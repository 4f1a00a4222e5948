// What a run leaves for those who want to look again.

namespace MicroHV.Machines;

/// <summary>Files in the folder of a run that is kept, beside those that the machine was started with.</summary>
public static class KeptRun
{
    /// <summary>Name of the file with the serial line, byte for byte.</summary>
    public const string ConsoleName = "console";

    /// <summary>Name of the file with what the run showed.</summary>
    public const string TranscriptName = "transcript.txt";

    /// <summary>Name of the file with the report.</summary>
    public const string ReportName = "report.json";

    /// <summary>Name of the folder with the images of the kernel and of all partitions.</summary>
    public const string ImagesName = "images";

    /// <summary>Name of the script that starts the machine again.</summary>
    public const string ScriptName = "run.sh";

    /// <summary>Writes the script that starts the machine again, with its serial line on standard output.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="command">The machine's command.</param>
    public static void WriteScript(RunFolder folder, MachineCommand command)
    {
        string path = folder.PathOf(ScriptName);
        string line = string.Join(' ', command.Arguments.Prepend(command.Program).Select(Quoted));
        File.WriteAllText(
            path,
            $"""
            #!/bin/sh
            # The machine of this run once more; standard output is the serial line. It runs until it is interrupted.
            exec 3>&1 >{Quoted($"{command.LogPath}.again")} 2>&1
            exec {line}

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes what the run showed, as it stands in a pipe, from the serial line that was kept.</summary>
    /// <param name="folderPath">The kept folder.</param>
    /// <param name="names">Names of the partitions, in the order of their indexes.</param>
    /// <param name="sources">Line numbers of what ran.</param>
    /// <param name="health">What the plan says about health.</param>
    public static void WriteTranscript(
        string folderPath, IReadOnlyList<string> names, SystemSources sources, HealthContext health)
    {
        using StreamWriter writer = new(Path.Combine(folderPath, TranscriptName));
        RunPrinter printer = new(Terminal.On(writer, isRedirected: true), names, sources) { Health = health };
        TranscriptDecoder decoder = new(names.Count, printer.Print);
        using FileStream console = File.OpenRead(Path.Combine(folderPath, ConsoleName));
        byte[] buffer = new byte[TranscriptDecoder.MaxLineBytes];
        for (int count = console.Read(buffer); count > 0; count = console.Read(buffer))
        {
            decoder.Push(buffer.AsSpan(0, count));
        }

        decoder.Complete();
        printer.Flush();
    }

    // A shell takes everything between quotes as it is; a quote itself stands outside of them.
    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
