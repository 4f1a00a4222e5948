// Free memory, against a map with a mark for every page.
using CsCheck;
using MicroHV.Partitions.Planning;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Tests;

public sealed class FreeMemoryTests
{
    private const int Pages = 64;
    private const ulong Page = 0x1000;

    [Fact]
    public void The_lowest_place_is_taken_and_nothing_twice() =>
        Gen.Select(Gen.Int[0, Pages - 1], Gen.Int[1, 8], Gen.Int[0, 3]).Array[1, 40].Sample(requests =>
        {
            FreeMemory memory = new([new AddressRange(0, 40 * Page), new AddressRange(44 * Page, 20 * Page)]);
            bool[] isFree = [.. Enumerable.Range(0, Pages).Select(page => page is < 40 or >= 44)];
            foreach ((int at, int count, int alignment) in requests)
            {
                // Every other request is for a fixed place.
                ulong? expected = at % 2 == 0 ? (ulong)at * Page : Lowest(isFree, count, 1 << alignment);
                if (at % 2 == 0)
                {
                    memory.Take(new AddressRange((ulong)at * Page, (ulong)count * Page));
                }
                else
                {
                    Assert.Equal(expected, memory.TryTake((ulong)count * Page, Page << alignment));
                }

                if (expected is ulong start)
                {
                    int first = (int)(start / Page);
                    Array.Clear(isFree, first, Math.Min(count, Pages - first));
                }
            }
        });

    // A place may not reach over the hole from page 40 to 43, which is never free.
    private static ulong? Lowest(bool[] isFree, int count, int alignment)
    {
        for (int page = 0; page + count <= Pages; page += alignment)
        {
            if (isFree.AsSpan(page, count).IndexOf(false) < 0)
            {
                return (ulong)page * Page;
            }
        }

        return null;
    }
}
