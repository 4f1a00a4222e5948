// Under which names line numbers know the folders of sources.
namespace MicroHV.Partitions.Projects;

/// <summary>
/// What stands in the line numbers of an image instead of folders of the machine that built it, so that the same sources
/// give the same bytes anywhere. Tools that show sources put the folders back.
/// </summary>
public static class SourcePrefix
{
    /// <summary>The folder of the guest's project.</summary>
    public const string Guest = "/guest";

    /// <summary>The root of the repository; as <c>PathMap</c> in <c>Directory.Build.props</c> has it.</summary>
    public const string Repository = "/microhv";
}
