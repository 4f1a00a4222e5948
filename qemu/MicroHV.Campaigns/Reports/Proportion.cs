// A share with what is known of it.
namespace MicroHV.Campaigns.Reports;

/// <summary>So many of so many, with Wilson's interval, in which the true share lies with a confidence of 95 %.</summary>
internal readonly record struct Proportion
{
    // The 97.5 % quantile of the normal distribution.
    private const double Quantile = 1.959963984540054;

    /// <summary><paramref name="count"/> of <paramref name="total"/>.</summary>
    public Proportion(long count, long total)
    {
        (Count, Total) = (count, total);
        if (total == 0)
        {
            (Low, High) = (0, 1);
            return;
        }

        double share = (double)count / total;
        double square = Quantile * Quantile;
        double divisor = 1 + (square / total);
        double centre = (share + (square / (2 * total))) / divisor;
        double half = Quantile / divisor * Math.Sqrt((share * (1 - share) / total) + (square / (4.0 * total * total)));
        (Low, High) = (count == 0 ? 0 : Math.Max(0, centre - half), count == total ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>How many.</summary>
    public long Count { get; }

    /// <summary>Of how many.</summary>
    public long Total { get; }

    /// <summary>The share, 0 to 1; 0 of nothing.</summary>
    public double Share => Total == 0 ? 0 : (double)Count / Total;

    /// <summary>Lower end of the interval.</summary>
    public double Low { get; }

    /// <summary>Upper end of the interval.</summary>
    public double High { get; }
}
