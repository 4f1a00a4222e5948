// Reads the trace of a machine beside its run.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// Waits until the kernel says that it booted, finds its trace pages in the emulator's memory, and keeps what is new in them, as
/// long as the run lasts and once more when it is over. The machine is neither asked nor stopped.
/// </summary>
/// <param name="shape">What the pages have in common.</param>
/// <param name="path">The file that is written; an older one is replaced.</param>
/// <param name="describe">What was traced, by what the boot told.</param>
public sealed class TraceCollector(TraceShape shape, string path, Func<BootRecord, TraceDescription> describe)
{
    // Shorter than any ring takes to go round: 8 KiB hold the exits of a millisecond on the fastest lane.
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(1);

    private readonly TaskCompletionSource<BootRecord> _boot = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Path of the file.</summary>
    public string Path => path;

    /// <summary>Why there is no trace; null if there is one.</summary>
    public string? Problem { get; private set; }

    /// <summary>Tells it that the kernel booted.</summary>
    /// <param name="record">What the boot told.</param>
    public void Begin(BootRecord record) => _ = _boot.TrySetResult(record);

    /// <summary>Reads the trace.</summary>
    /// <param name="processId">The emulator, which is there until this returns.</param>
    /// <param name="end">Says that the run is over.</param>
    public async Task RunAsync(int processId, CancellationToken end)
    {
        try
        {
            BootRecord boot = await _boot.Task.WaitAsync(end).ConfigureAwait(false);
            using ProcessMemory memory = ProcessMemory.Open(processId);
            await CollectAsync(memory, describe(boot), end).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Problem = "the kernel did not boot";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Problem = failure.Message;
        }
    }

    /// <summary>Finds the pages in a machine's memory and reads them into the file.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="description">What is traced.</param>
    /// <param name="end">Says that the run is over.</param>
    /// <exception cref="IOException">There are no pages, or the file cannot be written.</exception>
    internal async Task CollectAsync(IMachineMemory memory, TraceDescription description, CancellationToken end)
    {
        IReadOnlyList<ulong> pages = TracePageFinder.Find(memory, shape)
            ?? throw new IOException("the emulator's memory holds no trace pages of this run");
        using TraceFileWriter writer = new(File.Create(path), description);
        TraceReader reader = new(memory, pages, shape, writer.Append);
        try
        {
            while (!end.IsCancellationRequested)
            {
                if (!reader.Poll())
                {
                    await Task.Delay(_interval, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }

            _ = reader.Poll();
        }
        catch (EndOfStreamException)
        {
            // The machine died. What it wrote until then stands.
        }

        writer.Complete();
    }
}
