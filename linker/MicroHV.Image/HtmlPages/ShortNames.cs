// Names of partitions without what all of them have in common.
using MicroHV.Partitions.Views;

namespace MicroHV.Image.HtmlPages;

/// <summary>
/// For pictures in which names have no room: <c>worker-017</c> among other workers is <c>017</c>.
/// </summary>
internal sealed class ShortNames
{
    private readonly int _length;

    /// <summary>The names of the partitions in <paramref name="view"/>.</summary>
    public ShortNames(SystemView view)
    {
        string[] names = [.. view.Partitions.Select(partition => partition.Name)];
        string prefix = names[0];
        foreach (string name in names)
        {
            prefix = prefix[..prefix.AsSpan().CommonPrefixLength(name)];
        }

        // Up to a hyphen, so that no word is cut.
        _length = names.Length == 1 ? 0 : prefix.LastIndexOf('-') + 1;
    }

    /// <summary>The short form of a partition's name.</summary>
    public string Of(string name) => name[_length..];
}
