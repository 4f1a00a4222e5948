// A file and its hash.
using System.Security.Cryptography;

namespace MicroHV.Image.Evidence;

/// <summary>A file of a build.</summary>
/// <param name="Kind"><c>"description"</c>, <c>"image"</c>, <c>"kernel"</c> or <c>"output"</c>.</param>
/// <param name="Name">Its name; of a description, its path relative to the system's folder.</param>
/// <param name="Partition">The partition that runs it, if it is an image.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">Its hash.</param>
internal sealed record HashedFile(string Kind, string Name, string? Partition, long SizeBytes, string Sha256)
{
    /// <summary>The hash of a file's bytes.</summary>
    public static HashedFile Of(string kind, string name, ReadOnlySpan<byte> bytes, string? partition = null) =>
        new(kind, name, partition, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>The hash of the file at <paramref name="path"/>.</summary>
    public static HashedFile At(string kind, string name, string path, string? partition = null)
    {
        using FileStream file = File.OpenRead(path);
        return new(kind, name, partition, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
