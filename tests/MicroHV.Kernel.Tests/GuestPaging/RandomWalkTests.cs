// The kernel's walk of a guest's tables against the plain model, on random tables.
using CsCheck;
using MicroHV.Kernel.Memory;

namespace MicroHV.Kernel.Tests.GuestWalks;

public sealed class RandomWalkTests
{
    private const int Tables = 200;
    private const int WalksPerTable = 500;

    // At least this share of the walks must arrive, or the property would say little.
    private const double LeastArrivals = 0.05;

    [Fact]
    public void Walks_without_paging_end_where_the_model_says() => AssertAgreement(8, Paging.Off);

    [Fact]
    public void Walks_of_32_bit_tables_end_where_the_model_says() => AssertAgreement(4, () => Paging.Bits32());

    [Fact]
    public void Walks_of_PAE_tables_end_where_the_model_says() => AssertAgreement(8, () => Paging.Pae());

    [Fact]
    public void Walks_of_four_level_tables_end_where_the_model_says() => AssertAgreement(8, () => Paging.Level4());

    [Fact]
    public void Any_control_registers_and_any_bytes_as_tables_give_what_the_model_says() =>
        Gen.Select(Gen.UInt, Gen.ULong, Gen.ULong, Gen.ULong, Gen.ULong).Sample(
            (seed, cr0, cr4, efer, linear) =>
            {
                using GuestRam ram = new();
                Random random = new((int)seed);
                RandomTables.Fill(ram, random, random.Next(2) == 0 ? 4 : 8);
                ulong cr3 = RandomTables.PageAddress(random);
                PagingState paging = new() { Cr0 = cr0, Cr3 = cr3, Cr4 = cr4, Efer = efer };
                _ = AssertSame(ram, paging, linear);
            },
            iter: Tables,
            threads: 1);

    private static void AssertAgreement(int entrySizeBytes, Func<PagingState> good)
    {
        int arrivals = 0;
        int walks = 0;
        Gen.UInt.Sample(
            seed =>
            {
                using GuestRam ram = new();
                Random random = new((int)seed);
                RandomTables.Fill(ram, random, entrySizeBytes);
                for (int i = 0; i < WalksPerTable; i++)
                {
                    PagingState paging = good();
                    paging.Cr3 = RandomTables.PageAddress(random) | ((ulong)random.Next(0x1000) & 0xFE0);
                    paging.Cr4 ^= random.Next(4) == 0 ? Kernel.Cpu.CR4.PSE : 0;
                    paging.Efer ^= random.Next(4) == 0 ? Kernel.Cpu.EFER.NXE : 0;
                    arrivals += AssertSame(ram, paging, Linear(random)) ? 1 : 0;
                    walks++;
                }
            },
            iter: Tables,
            threads: 1);

        Assert.InRange((double)arrivals / walks, LeastArrivals, 1);
    }

    private static bool AssertSame(GuestRam ram, PagingState paging, ulong linear)
    {
        ulong? expected = PagingModel.Translate(ram.Read, paging, linear);
        bool isTranslated = ram.TryTranslate(in paging, linear, out ulong address);

        Assert.Equal(expected, isTranslated ? address : null);
        return isTranslated;
    }

    private static ulong Linear(Random random)
    {
        ulong canonical = (ulong)((random.NextInt64() << 17) >> 16) ^ (ulong)random.Next(2);
        return random.Next(10) == 0 ? (ulong)random.NextInt64(long.MinValue, long.MaxValue) : canonical;
    }
}
