// One side of a comparison.
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>A system that was compared with another.</summary>
/// <param name="Name">Its name, or that of the image's file.</param>
/// <param name="Origin">What it was read from.</param>
/// <param name="BlobSha256">SHA-256 of its blob.</param>
internal sealed record ComparedSystem(string Name, ViewOrigin Origin, string BlobSha256)
{
    /// <summary>That of a view.</summary>
    public static ComparedSystem Of(SystemView view) => new(view.Name, view.Origin, view.Blob.Sha256);
}
