// The command line of an emulator, ready to start.
namespace MicroHV.Machines;

/// <summary>
/// A program and its arguments. The machine writes its serial port to file descriptor 3 (see
/// <see cref="ConsoleDevice"/>);
/// what the program itself says goes to <see cref="LogPath"/>.
/// </summary>
/// <param name="Program">Name or path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="LogPath">File that takes the program's own output.</param>
public sealed record MachineCommand(string Program, IReadOnlyList<string> Arguments, string LogPath)
{
    /// <summary>The path under which the emulator opens the console pipe.</summary>
    public const string ConsoleDevice = "/dev/fd/3";
}
