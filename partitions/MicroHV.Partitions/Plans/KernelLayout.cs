// Where a linked kernel lies in memory.
using MicroHV.Partitions.Elf;

namespace MicroHV.Partitions.Plans;

/// <summary>What the plan must know of kernel.elf.</summary>
/// <param name="ImageStart">First address of the image: symbol <c>_image_start</c>.</param>
/// <param name="ImageEnd">First address behind it, zero-filled parts included: symbol <c>_image_end</c>.</param>
/// <param name="BlobStart">Where the blob belongs: symbol <c>_blob_start</c>, page-aligned.</param>
public readonly record struct KernelLayout(ulong ImageStart, ulong ImageEnd, ulong BlobStart)
{
    /// <summary>Reads the layout from the symbols of <paramref name="kernel"/>.</summary>
    /// <exception cref="InvalidDataException">A symbol is missing or the addresses are out of order.</exception>
    public static KernelLayout From(ElfImage kernel)
    {
        KernelLayout layout = new(
            Symbol(kernel, "_image_start"), Symbol(kernel, "_image_end"), Symbol(kernel, "_blob_start"));
        bool isOrdered = layout.ImageStart < layout.ImageEnd && layout.ImageEnd <= layout.BlobStart;
        if (!isOrdered || (layout.ImageStart | layout.BlobStart) % RegionPlan.PageSizeBytes != 0)
        {
            throw new InvalidDataException($"the kernel's symbols are out of order: {layout}");
        }

        return layout;
    }

    private static ulong Symbol(ElfImage kernel, string name) =>
        kernel.FindSymbol(name) ?? throw new InvalidDataException($"the kernel has no symbol {name}");
}
