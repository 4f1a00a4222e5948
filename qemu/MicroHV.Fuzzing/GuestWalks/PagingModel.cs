// Guest paging once more, from the manual's tables as a list of levels, for the kernel's walk to be held against.
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;

namespace MicroHV.Fuzzing.GuestWalks;

/// <summary>A slow and plain model of address translation. SDM 3A, "Paging".</summary>
internal static class PagingModel
{
    /// <summary>One level: linear bits High to Low index it; CanBePage says that bit 7 ends the walk here.</summary>
    private sealed record Level(int High, int Low, bool CanBePage, int[] Reserved);

    /// <summary>The physical address of <paramref name="linear"/>, or null if the walk ends in a fault.</summary>
    public static ulong? Translate(Func<ulong, int, ulong?> read, PagingState paging, ulong linear)
    {
        bool isOn = Bit(paging.Cr0, 31);
        bool isPae = Bit(paging.Cr4, 5);
        bool isLong = Bit(paging.Efer, 10);
        if (!isOn)
        {
            return linear % (1UL << 32);
        }

        if (isLong)
        {
            int[] upper = [.. Enumerable.Range(47, 17)];
            bool isCanonical = upper.All(bit => Bit(linear, bit)) || upper.All(bit => !Bit(linear, bit));
            return !isPae || Bit(paging.Cr4, 12) || !isCanonical
                ? null
                : Walk(read, Field(paging.Cr3, 51, 12) << 12, 8, Levels4(paging), linear);
        }

        linear %= 1UL << 32;
        return isPae
            ? Walk(read, Field(paging.Cr3, 31, 5) << 5, 8, LevelsPae(paging), linear)
            : Walk(read, Field(paging.Cr3, 31, 12) << 12, 4, Levels32(paging), linear);
    }

    private static Level[] Levels4(PagingState paging)
    {
        int[] xd = Bit(paging.Efer, 11) ? [] : [63];
        return
        [
            new(47, 39, false, [7, .. xd]),
            new(38, 30, true, xd),
            new(29, 21, true, xd),
            new(20, 12, false, xd),
        ];
    }

    private static Level[] LevelsPae(PagingState paging)
    {
        int[] high = [.. Enumerable.Range(52, 11), .. Bit(paging.Efer, 11) ? Array.Empty<int>() : [63]];
        return
        [
            new(31, 30, false, [1, 2, 6, 7, 8, .. Enumerable.Range(52, 12)]),
            new(29, 21, true, high),
            new(20, 12, false, high),
        ];
    }

    private static Level[] Levels32(PagingState paging) =>
        [new(31, 22, Bit(paging.Cr4, 4), []), new(21, 12, false, [])];

    private static ulong? Walk(
        Func<ulong, int, ulong?> read, ulong table, int entrySizeBytes, Level[] levels, ulong linear)
    {
        foreach (Level level in levels)
        {
            ulong index = Field(linear, level.High, level.Low);
            if (read(table + (index * (ulong)entrySizeBytes), entrySizeBytes) is not ulong entry)
            {
                return null;
            }

            if (!Bit(entry, 0) || level.Reserved.Any(bit => Bit(entry, bit)))
            {
                return null;
            }

            if (level.CanBePage && Bit(entry, 7))
            {
                return entrySizeBytes == 4 ? Page4M(entry, linear) : LargePage(entry, linear, level.Low);
            }

            table = entrySizeBytes == 4 ? Field(entry, 31, 12) << 12 : Field(entry, 51, 12) << 12;
        }

        return table + Field(linear, 11, 0);
    }

    private static ulong? Page4M(ulong entry, ulong linear) => Bit(entry, 21)
        ? null
        : (Field(entry, 20, 13) << 32) + (Field(entry, 31, 22) << 22) + Field(linear, 21, 0);

    private static ulong? LargePage(ulong entry, ulong linear, int shift)
    {
        bool hasReservedBit = Enumerable.Range(13, shift - 13).Any(bit => Bit(entry, bit));
        return hasReservedBit ? null : (Field(entry, 51, shift) << shift) + Field(linear, shift - 1, 0);
    }

    private static bool Bit(ulong value, int bit) => ((value >> bit) & 1) != 0;

    private static ulong Field(ulong value, int high, int low)
    {
        ulong result = 0;
        for (int bit = high; bit >= low; bit--)
        {
            result = (result * 2) + (Bit(value, bit) ? 1UL : 0);
        }

        return result;
    }
}
