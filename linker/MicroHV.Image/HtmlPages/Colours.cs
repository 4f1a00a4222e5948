// The classes that give partitions and kinds of memory their colours.
using System.Globalization;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>Names of classes in page.css.</summary>
internal static class Colours
{
    /// <summary>The kernel's.</summary>
    public const string Kernel = "kernel";

    /// <summary>Of what is nobody's: free memory, idle time.</summary>
    public const string Free = "free";

    private const int Count = 8;
    private const int MaxBands = 4;

    /// <summary>A partition's.</summary>
    public static string Of(int partition) => string.Create(CultureInfo.InvariantCulture, $"c{partition % Count}");

    /// <summary>Of a range of memory: those of its users, as far as they can be told apart.</summary>
    public static IReadOnlyList<string> Of(MemoryRangeView range)
    {
        if (range.IsKernel)
        {
            return [Kernel];
        }

        return range.Users.Count == 0
            ? [Free]
            : [.. range.Users.Select(user => user.PartitionIndex).Distinct().Take(MaxBands).Select(Of)];
    }
}
