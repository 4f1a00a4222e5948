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
        MachineCommand command = folder.Fill(_ => Prepare(machine, image, settings, folder));
        Transcript transcript = new(partitionNames);
        TranscriptDecoder decoder = new(partitionNames.Count, transcriptEvent =>
        {
            if (IsResetTooOften(transcript, settings))
            {
                // What else has come by now depends on how fast the host is.
                return;
            }

            transcript.Add(transcriptEvent);
            if (transcriptEvent is BootEvent boot && transcript.BootCount == 1)
            {
                settings.Trace?.Begin(boot.Record);
            }

            observer(transcriptEvent);
        });
        decoder.Push(settings.Said.Span);
        (RunEnding ending, int? signal) =
            await ListenAsync(command, decoder, transcript, settings, folder, cancellation).ConfigureAwait(false);
        return new RunResult(
            ending, transcript, LastLines(command.LogPath), settings.KeepFolder ? folder.FullPath : null, signal);
    }

    private static MachineCommand Prepare(
        Machine machine, BootImage image, RunSettings settings, RunFolder folder)
    {
        MachineCommand command = machine.Prepare(image, settings.BootPath, folder);
        if (settings.KeepFolder)
        {
            KeptRun.WriteScript(folder, command);
        }

        return command;
    }

    private static async Task<(RunEnding Ending, int? Signal)> ListenAsync(
        MachineCommand command,
        TranscriptDecoder decoder,
        Transcript transcript,
        RunSettings settings,
        RunFolder folder,
        CancellationToken cancellation)
    {
        using CancellationTokenSource guard = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using MachineProcess process = await MachineProcess.StartAsync(command).ConfigureAwait(false);
        guard.CancelAfter(settings.Guard);
        Task<bool> companion = AccompanyAsync(settings, folder, guard, end.Token);
        Task trace = settings.Trace?.RunAsync(process.Id, end.Token) ?? Task.CompletedTask;
        using Stream copy = settings.KeepFolder ? File.Create(folder.PathOf(KeptRun.ConsoleName)) : Stream.Null;
        await DecodeAsync(process.Console, copy, decoder, transcript, settings, guard.Token).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        bool isEndedByCompanion = await companion.ConfigureAwait(false);

        // The last records are read before the machine goes.
        await trace.ConfigureAwait(false);
        bool isInterrupted = cancellation.IsCancellationRequested || isEndedByCompanion;
        RunEnding ending = transcript.Stop is not null ? RunEnding.KernelStopped
            : IsResetTooOften(transcript, settings) ? RunEnding.MachineReset
            : isInterrupted ? RunEnding.Cancelled
            : guard.IsCancellationRequested ? RunEnding.GuardExpired
            : RunEnding.MachineDied;

        // Its console has ended, and so has it.
        return (ending, ending == RunEnding.MachineDied ? await process.EndedByAsync(guard.Token).ConfigureAwait(false) : null);
    }

    private static bool IsOver(Transcript transcript, RunSettings settings) =>
        transcript.Stop is not null || IsResetTooOften(transcript, settings);

    // Known as soon as the kernel has told what it found.
    private static bool IsResetTooOften(Transcript transcript, RunSettings settings) =>
        transcript.BootCount > settings.ExpectedResets + 1;

    private static async Task DecodeAsync(
        Stream console,
        Stream copy,
        TranscriptDecoder decoder,
        Transcript transcript,
        RunSettings settings,
        CancellationToken cancellation)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (!IsOver(transcript, settings))
            {
                int count = await console.ReadAsync(buffer, cancellation).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                copy.Write(buffer, 0, count);
                settings.ConsoleCopy?.Write(buffer, 0, count);
                decoder.Push(buffer.AsSpan(0, count));
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever cancelled knows why; what came so far counts.
        }

        decoder.Complete();
    }

    // True if the companion wants the machine to end. That, or its failure, ends the wait for the console.
    private static async Task<bool> AccompanyAsync(
        RunSettings settings, RunFolder folder, CancellationTokenSource guard, CancellationToken end)
    {
        if (settings.Companion is null)
        {
            return false;
        }

        bool runsOn = false;
        try
        {
            runsOn = !await settings.Companion(folder, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            runsOn = true;
        }
        catch (EndOfStreamException)
        {
            // The machine ended, as its console will say.
            runsOn = true;
        }
        finally
        {
            if (!runsOn)
            {
                await guard.CancelAsync().ConfigureAwait(false);
            }
        }

        return !runsOn;
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
