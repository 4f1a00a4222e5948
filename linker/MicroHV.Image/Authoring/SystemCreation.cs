// From a template to a system of one's own.
namespace MicroHV.Image.Authoring;

/// <summary>Makes a system's folder.</summary>
internal static class SystemCreation
{
    /// <summary>Copies <paramref name="template"/> to <paramref name="folder"/>, whole or not at all.</summary>
    /// <param name="template">The template.</param>
    /// <param name="folder">Absolute path; nothing may be there.</param>
    /// <exception cref="IOException">The folder is there, or cannot be written.</exception>
    public static void Create(SystemTemplate template, string folder)
    {
        using StagedFolder staged = new(folder);
        foreach (string name in template.Files)
        {
            File.Copy(Path.Combine(template.Folder, name), staged.Add(name));
        }

        if (!KitLocation.IsKnownIn(Path.GetDirectoryName(folder)!))
        {
            foreach (string name in KitLocation.Files)
            {
                KitLocation.Write(name, staged.Add(name));
            }
        }

        staged.Publish();
    }
}
