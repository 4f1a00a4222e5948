// Whether one tool is there.
namespace MicroHV.Machines;

/// <summary>A tool and what was found of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Path">Where it is, or null.</param>
public sealed record ToolCheck(string Name, string Purpose, string? Path)
{
    /// <summary>Looks for a tool.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="host">Where to look.</param>
    public static ToolCheck Of(RequiredTool tool, Host host) => new(tool.Name, tool.Purpose, tool.Find(host));
}
