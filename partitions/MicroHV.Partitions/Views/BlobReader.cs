// Opens blobs by the kernel's own reader.
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;

namespace MicroHV.Partitions.Views;

/// <summary>Opens blobs as the kernel does, with all of its checks.</summary>
public static class BlobReader
{
    /// <summary>
    /// Where the kernel's image begins (<c>_image_start</c> in linker/kernel.ld), for a blob that comes without it.
    /// </summary>
    public const ulong ImageStart = 0x10_0000;

    /// <summary>Whether <paramref name="bytes"/> begin as a blob does.</summary>
    public static bool IsBlob(ReadOnlySpan<byte> bytes) =>
        MemoryMarshal.TryRead(bytes, out ulong magic) && magic == SystemHeader.ExpectedMagic;

    /// <summary>Where the blob says that it belongs; 0 if it is too short to say so.</summary>
    public static ulong PlaceOf(ReadOnlySpan<byte> blob) =>
        MemoryMarshal.TryRead(blob, out SystemHeader header) ? header.BlobBase : 0;

    /// <summary>Opens <paramref name="blob"/> and returns what <paramref name="read"/> makes of it.</summary>
    /// <param name="blob">The blob; what follows it in memory may follow it here.</param>
    /// <param name="place">Where kernel and blob are.</param>
    /// <param name="read">Reads what it needs; the view over the blob ends with it.</param>
    /// <exception cref="RefusedBlobException">The kernel would refuse it.</exception>
    public static unsafe TResult Read<TResult>(
        ReadOnlySpan<byte> blob, in KernelPlace place, Func<SystemConfig, TResult> read)
    {
        if (place.BlobStart < place.ImageStart)
        {
            // Behind the kernel's image is the first place at which the kernel would find it.
            throw new RefusedBlobException(new ConfigVerdict(StopReason.BlobPlace, place.ImageStart, place.BlobStart));
        }

        // The kernel reads the blob at a page boundary.
        void* memory = NativeMemory.AlignedAlloc((nuint)Math.Max(blob.Length, 1), 0x1000);
        try
        {
            blob.CopyTo(new Span<byte>(memory, blob.Length));
            ConfigVerdict verdict = SystemConfig.TryOpen(memory, (ulong)blob.Length, in place, out SystemConfig config);
            return verdict.IsAccepted ? read(config) : throw new RefusedBlobException(verdict);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }
}
