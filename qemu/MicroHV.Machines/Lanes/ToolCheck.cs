// Whether one tool is there.
namespace MicroHV.Machines;

/// <summary>A tool and what was found of it.</summary>
/// <param name="Name">Command or file.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Path">Where it is, or null.</param>
/// <param name="Install">The command that installs it, or null if it is there.</param>
public sealed record ToolCheck(string Name, string Purpose, string? Path, string? Install)
{
    /// <summary>Looks for a tool.</summary>
    /// <param name="tool">The tool.</param>
    public static ToolCheck Of(RequiredTool tool)
    {
        string? path = tool.Find();
        return new ToolCheck(tool.Name, tool.Purpose, path, path is null ? tool.InstallCommand : null);
    }
}
