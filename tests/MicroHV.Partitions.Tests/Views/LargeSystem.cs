// A system as large as systems may be.
using System.Globalization;
using System.Text;

namespace MicroHV.Partitions.Tests.Views;

/// <summary>Describes systems of many partitions, for the folder of a <see cref="GoodSystem"/>.</summary>
internal static class LargeSystem
{
    /// <summary>The most partitions that there may be.</summary>
    public const int MaxPartitions = 256;

    /// <summary>The description; the first two partitions share a page.</summary>
    public static string Text(int partitions)
    {
        StringBuilder text = new();
        _ = text.Append(CultureInfo.InvariantCulture, $"""
            [machine]
            memory = [{"{"} at = "16MiB", size = "2032MiB" {"}"}]

            [schedule]
            major-frame = "{partitions * 100}us"
            windows = [

            """);
        for (int i = 0; i < partitions; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $$"""
                  { partition = "worker-{{i:D3}}", start = "{{i * 100}}us", duration = "{{(i % 5 == 0 ? 50 : 100)}}us" },

                """);
        }

        _ = text.Append("]\n");
        for (int i = 0; i < partitions; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"""

                [[partition]]
                name = "worker-{i:D3}"
                memory = "2MiB"
                image = "safety.elf"

                """);
            _ = i > 1 ? text : text.Append(CultureInfo.InvariantCulture, $"""

                [[partition.region]]
                name = "mailbox"
                at = "32MiB"
                size = "4KiB"
                rights = "{(i == 0 ? "rw" : "r")}"
                shared = "mailbox"

                """);
        }

        return text.ToString();
    }
}
