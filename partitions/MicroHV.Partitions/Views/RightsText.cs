// Rights as letters.
using MicroHV.Kernel.Abi;

namespace MicroHV.Partitions.Views;

/// <summary>Writes and joins rights as a description has them: letters of <c>rwx</c>.</summary>
public static class RightsText
{
    private const string Letters = "rwx";

    /// <summary>The letters of <paramref name="rights"/>.</summary>
    public static string Of(RegionRights rights)
    {
        string text = (rights & RegionRights.Read) != 0 ? "r" : "";
        text += (rights & RegionRights.Write) != 0 ? "w" : "";
        return text + ((rights & RegionRights.Execute) != 0 ? "x" : "");
    }

    /// <summary>All letters that stand in any of <paramref name="rights"/>.</summary>
    public static string Union(IEnumerable<string> rights)
    {
        string all = string.Concat(rights);
        return string.Concat(Letters.Where(all.Contains));
    }
}
