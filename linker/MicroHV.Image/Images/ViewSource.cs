// A system to look at, from its description or from an image of it.
using MicroHV.Image.Diagnostics;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Images;

/// <summary>Loads views.</summary>
internal static class ViewSource
{
    private const string DescriptionSuffix = ".toml";
    private const int LookedAtBytes = 4096;

    /// <summary>
    /// The view of the file at <paramref name="path"/>; null if it is a description that is wrong, which was said.
    /// </summary>
    /// <exception cref="InvalidDataException">It is neither a description nor an image, or a damaged image.</exception>
    public static SystemView? Load(string path)
    {
        if (!path.EndsWith(DescriptionSuffix, StringComparison.Ordinal))
        {
            string shown = SystemSource.ShownPath(path);
            byte[] file = File.ReadAllBytes(path);
            if (ImageFile.OriginOf(file) is ViewOrigin origin)
            {
                return ImageFile.Read(shown, file, origin);
            }

            // Text has no zeros.
            if (file.Length == 0 || file.AsSpan(0, Math.Min(file.Length, LookedAtBytes)).Contains((byte)0))
            {
                throw new InvalidDataException(
                    $"{shown}: this is no system.blob, system.elf or system.iso, and no description either");
            }
        }

        SystemSource source = SystemSource.Load(path);
        DiagnosticPrinter.Print(source.System);
        return source.System.Plan is SystemPlan plan ? SystemViews.Of(plan) : null;
    }
}
