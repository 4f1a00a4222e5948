// Where the repository lies that the tests belong to.
namespace MicroHV.Campaigns.Tests;

/// <summary>The folder of MicroHV.sln.</summary>
internal static class RepositoryRoot
{
    /// <summary>Its path.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "MicroHV.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not lie in the repository");
    }
}
