// One emulator process, which never outlives us.
using System.Diagnostics;

namespace MicroHV.Machines;

/// <summary>
/// A started emulator. Its serial port is <see cref="Console"/>. It dies with this object, and by the kernel's hand
/// when this
/// process is killed: setpriv sets PR_SET_PDEATHSIG, which follows the *thread* that started the child, hence a thread
/// of its own.
/// </summary>
public sealed class MachineProcess : IAsyncDisposable
{
    // $0 takes the program's own output; the pipe that was standard output becomes file descriptor 3, the console.
    // A session of its own keeps the terminal's Ctrl-C away: that is for us, and we end the emulator.
    private const string Redirect = "exec 3>&1 >\"$0\" 2>&1; exec setsid \"$@\"";

    // In a conversation the pipes are the program's own input and output, and the log takes the console.
    private const string RedirectConversation = "exec 3>\"$0\" 2>&1; exec setsid \"$@\"";

    private readonly bool _isConversation;
    private readonly Process _process;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MachineProcess(MachineCommand command, bool isConversation)
    {
        _isConversation = isConversation;
        ProcessStartInfo start = new("setpriv")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] guard =
            ["--pdeathsig", "KILL", "--", "/bin/sh", "-c", isConversation ? RedirectConversation : Redirect, command.LogPath, command.Program];
        foreach (string argument in guard.Concat(command.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
    }

    /// <summary>
    /// What the machine writes to its serial port, or in a conversation what the emulator says; ends when the emulator does.
    /// </summary>
    public Stream Console => _process.StandardOutput.BaseStream;

    /// <summary>What the emulator is told in a conversation.</summary>
    public Stream Commands => _process.StandardInput.BaseStream;

    /// <summary>The emulator's process id.</summary>
    public int Id => _process.Id;

    /// <summary>Completes with the exit code when the emulator has ended.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>
    /// Waits until the emulator has ended. The signal by which somebody asked for that: SIGHUP, SIGINT, SIGKILL or SIGTERM; null if
    /// it ended by itself.
    /// </summary>
    public async Task<int?> EndedByAsync(CancellationToken cancellation) =>
        OutsideSignal.Of(await Exited.WaitAsync(cancellation).ConfigureAwait(false));

    /// <summary>Starts an emulator.</summary>
    /// <param name="command">Its command line.</param>
    public static Task<MachineProcess> StartAsync(MachineCommand command) => StartAsync(command, isConversation: false);

    /// <summary>Starts an emulator that takes commands and answers; its serial port goes to the log.</summary>
    /// <param name="command">Its command line.</param>
    public static Task<MachineProcess> StartConversationAsync(MachineCommand command) => StartAsync(command, isConversation: true);

    private static async Task<MachineProcess> StartAsync(MachineCommand command, bool isConversation)
    {
        MachineProcess machine = new(command, isConversation);
        Thread owner = new(machine.Own) { IsBackground = true, Name = "machine process" };
        owner.Start();
        await machine._started.Task.ConfigureAwait(false);
        return machine;
    }

    /// <summary>Ends the emulator, if it has not ended, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        // Killing a process that has just ended is no error: Kill ignores it.
        _process.Kill(entireProcessTree: true);
        _ = await _exited.Task.ConfigureAwait(false);
        _process.Dispose();
    }

    private void Own()
    {
        try
        {
            _ = _process.Start();
            if (!_isConversation)
            {
                _process.StandardInput.Close();
            }

            _started.SetResult();
        }
        catch (Exception exception)
        {
            _started.SetException(exception);
            return;
        }

        _process.WaitForExit();
        _exited.SetResult(_process.ExitCode);
    }
}
