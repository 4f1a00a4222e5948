// One run of Bochs under its debugger.
using MicroHV.Image.Injection.Shipped;
using MicroHV.Machines;

namespace MicroHV.Image.Injection.Bochs;

/// <summary>
/// A Bochs that takes commands, with a folder of its own; both go with this object. Its serial port is a file in memory: Bochs tells
/// nobody that a disk has no room for a byte of it, and the byte would be missing from the evidence.
/// </summary>
internal sealed class BochsConversation : IAsyncDisposable
{
    // From here on the arguments are a file of commands for the debugger, which would run the machine at once.
    private const string Script = "-rc";

    private readonly ShippedSystem _system;
    private readonly RunFolder _folder;
    private readonly MachineProcess _process;
    private readonly CancellationTokenSource _guard;
    private readonly AnonymousFile _console;

    private BochsConversation(ShippedSystem system, RunFolder folder, MachineProcess process, AnonymousFile console, TimeSpan guard)
    {
        (_system, _folder, _process, _console) = (system, folder, process, console);
        _guard = new CancellationTokenSource(guard);
        Debugger = new BochsDebugger(process.Commands, process.Console);
    }

    /// <summary>Its debugger.</summary>
    public BochsDebugger Debugger { get; }

    /// <summary>Cancelled when the machine takes longer on this host than any does.</summary>
    public CancellationToken Guard => _guard.Token;

    /// <summary>Starts a machine, which stands before its first instruction.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="system">What it boots.</param>
    public static async Task<BochsConversation> StartAsync(BochsMachine machine, ShippedSystem system)
    {
        RunFolder folder = new();
        AnonymousFile console = new("microhv-console");
        try
        {
            MachineCommand command = folder.Fill(_ => machine.Prepare(system.Image, BootPath.Direct, folder));
            MachineProcess process = await MachineProcess.StartConversationAsync(command with
            {
                Arguments = [.. command.Arguments.TakeWhile(argument => argument != Script)],
                LogPath = console.Path,
            });
            return new BochsConversation(
                system, folder, process, console, RunSettings.GuardFor(machine, BootPath.Direct, system.MachineTime));
        }
        catch
        {
            console.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Ends the machine, if it has not ended.</summary>
    public async Task EndAsync()
    {
        await Debugger.QuitAsync(Guard);
        _ = await _process.Exited.WaitAsync(Guard);
    }

    /// <summary>Waits until the machine has ended, and gives the run up if somebody ended it.</summary>
    /// <exception cref="IOException">Somebody did.</exception>
    public async Task RequireOwnEndAsync() => KilledEmulator.ThrowIf(await _process.EndedByAsync(Guard));

    /// <summary>What the kernel said until the machine ended.</summary>
    public IReadOnlyList<TranscriptEvent> ReadConsole()
    {
        List<TranscriptEvent> events = [];
        TranscriptDecoder decoder = new(_system.PartitionNames.Count, events.Add);
        decoder.Push(File.ReadAllBytes(_console.Path));
        decoder.Complete();
        return events;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _console.Dispose();
        _folder.Dispose();
        _guard.Dispose();
    }
}
