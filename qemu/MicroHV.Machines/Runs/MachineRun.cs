// One run of a machine, from its start to the last byte of its console.
namespace MicroHV.Machines;

/// <summary>
/// Boots an image and listens until the kernel stops, the machine dies, the guard expires or the user interrupts.
/// </summary>
public static class MachineRun
{
    private const int LogLines = 20;
    private const int LogTailBytes = 16 * 1024;

    /// <summary>Runs a machine. When this returns no process and (unless kept) no file of the run is left.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="image">What it boots.</param>
    /// <param name="partitionNames">Names of the partitions, in the order of their indexes.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="observer">Sees every event when it comes.</param>
    /// <param name="cancellation">Interrupts the run; the result then says so.</param>
    public static async Task<RunResult> RunAsync(
        Machine machine,
        BootImage image,
        IReadOnlyList<string> partitionNames,
        RunSettings settings,
        Action<TranscriptEvent> observer,
        CancellationToken cancellation)
    {
        using RunFolder folder = new(settings.KeepFolder);
        MachineCommand command = machine.Prepare(image, settings.BootPath, folder);
        Transcript transcript = new(partitionNames);
        TranscriptDecoder decoder = new(partitionNames.Count, transcriptEvent =>
        {
            transcript.Add(transcriptEvent);
            observer(transcriptEvent);
        });
        RunEnding ending =
            await ListenAsync(command, decoder, transcript, settings.Guard, cancellation).ConfigureAwait(false);
        return new RunResult(
            ending, transcript, LastLines(command.LogPath), settings.KeepFolder ? folder.FullPath : null);
    }

    private static async Task<RunEnding> ListenAsync(
        MachineCommand command,
        TranscriptDecoder decoder,
        Transcript transcript,
        TimeSpan guardTime,
        CancellationToken cancellation)
    {
        using CancellationTokenSource guard = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using MachineProcess process = await MachineProcess.StartAsync(command).ConfigureAwait(false);
        guard.CancelAfter(guardTime);
        byte[] buffer = new byte[4096];
        try
        {
            while (transcript.Stop is null)
            {
                int count = await process.Console.ReadAsync(buffer, guard.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                decoder.Push(buffer.AsSpan(0, count));
            }
        }
        catch (OperationCanceledException)
        {
            decoder.Complete();
            return cancellation.IsCancellationRequested ? RunEnding.Cancelled : RunEnding.GuardExpired;
        }

        decoder.Complete();
        return transcript.Stop is null ? RunEnding.MachineDied : RunEnding.KernelStopped;
    }

    private static string[] LastLines(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using FileStream file = File.OpenRead(path);
        _ = file.Seek(-Math.Min(file.Length, LogTailBytes), SeekOrigin.End);
        using StreamReader reader = new(file);
        return [.. reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeLast(LogLines)
            .Select(line => SafeText.Escape(System.Text.Encoding.UTF8.GetBytes(line)))];
    }
}
