// A program that is not installed.
namespace MicroHV.Partitions.Projects;

/// <summary>A needed program is missing; the command ends with exit code 3.</summary>
/// <param name="tool">Name of the program.</param>
/// <param name="installCommand">The command that installs it.</param>
public sealed class MissingToolException(string tool, string installCommand)
    : Exception($"'{tool}' is not installed; install it with: {installCommand}")
{
    /// <summary>Name of the program.</summary>
    public string Tool => tool;

    /// <summary>The command that installs it.</summary>
    public string InstallCommand => installCommand;
}
