// One command that installs something.
namespace MicroHV.Machines;

/// <summary>A command to paste into a shell.</summary>
/// <param name="Distribution">On which distribution.</param>
/// <param name="Purpose">What what it installs is for.</param>
/// <param name="Command">The command.</param>
public sealed record InstallStep(string Distribution, string Purpose, string Command);
