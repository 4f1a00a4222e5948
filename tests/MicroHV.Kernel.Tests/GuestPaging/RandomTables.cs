// Page tables as a hostile guest may leave them: random, but good often enough for walks to get somewhere.
namespace MicroHV.Kernel.Tests.GuestWalks;

/// <summary>
/// Fills a guest's RAM with entries that point at its own pages, at themselves, outside, or have reserved bits set.
/// </summary>
internal static class RandomTables
{
    /// <summary>Fills all RAM with entries of <paramref name="entrySizeBytes"/>, 4 or 8.</summary>
    public static void Fill(GuestRam ram, Random random, int entrySizeBytes)
    {
        foreach (ulong page in GuestRam.Pages)
        {
            for (ulong at = page; at < page + GuestRam.PageSizeBytes; at += (ulong)entrySizeBytes)
            {
                if (entrySizeBytes == 4)
                {
                    ram.Write32(at, Entry32(random));
                }
                else
                {
                    ram.Write(at, Entry64(random));
                }
            }
        }
    }

    /// <summary>An address of a page, mostly of the guest's RAM.</summary>
    public static ulong PageAddress(Random random) => random.Next(20) switch
    {
        0 => (ulong)random.NextInt64() & 0x000F_FFFF_FFFF_F000,
        1 => 0x000F_FFFF_FFFF_F000,
        2 => GuestRam.DeviceBase,
        _ => GuestRam.Pages[random.Next(GuestRam.Pages.Count)],
    };

    private static uint Entry32(Random random)
    {
        uint flags = (uint)random.Next(0x1000) & ~0x80u;
        bool isLarge = random.Next(5) == 0;
        uint address = isLarge ? LargeAddress32(random) | 0x80 : (uint)PageAddress(random);
        return address | flags | (random.Next(30) == 0 ? 0u : 1u);
    }

    private static uint LargeAddress32(Random random)
    {
        const uint High = (uint)(GuestRam.HighBase & 0xFFC0_0000) | (uint)(GuestRam.HighBase >> 32 << 13);
        uint address = random.Next(2) == 0 ? 0 : High;
        return random.Next(10) == 0 ? address | (1u << random.Next(12, 32)) : address;
    }

    private static ulong Entry64(Random random)
    {
        // Flags that are reserved in one level or mode are rare, so that most walks reach the end.
        ulong flags = random.Next(4) == 0 ? (ulong)random.Next(0x1000) & ~0x80UL : 0x018 & (ulong)random.Next(0x1000);
        bool isLarge = random.Next(6) == 0;
        ulong large = (GuestRam.HighBase & ~0x1F_FFFFUL & (ulong)random.NextInt64()) | 0x80;
        ulong address = isLarge ? large : PageAddress(random);
        ulong high = random.Next(12) switch
        {
            0 => 1UL << 63,
            1 => 1UL << random.Next(52, 63),
            2 => 1UL << random.Next(12, 30),
            _ => 0,
        };

        return address | flags | high | (random.Next(30) == 0 ? 0u : 1u);
    }
}
