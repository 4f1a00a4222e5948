// The figures of many partitions and CPUs as tables and as a plot.
using System.Globalization;
using System.Text;

namespace MicroHV.Image.Benches;

/// <summary>Shows them.</summary>
internal static class ScaleTables
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Margin = 60;

    /// <summary>The tables, in the order in which they are read.</summary>
    public static IEnumerable<FigureTable> Of(ScaleFigures figures)
    {
        yield return Table($"Boot by number of partitions, on one CPU: {Scale.PartitionLane.Title}", figures.Partitions);
        foreach ((Machines.Lane lane, IReadOnlyList<ScaleFigure> boots) in figures.Cpus)
        {
            yield return Table($"Boot by number of CPUs, with a partition on each: {lane.Title}", boots);
        }

        yield return new FigureTable(
            "RAM of the kernel, in bytes, and what one thing more costs",
            ["", "reserved by the plan", .. figures.Ram[0].UsedBytes.Select(used => $"in use, {used.Lane}")],
            [
                .. figures.Ram.Select(cost => (IReadOnlyList<string>)
                    [cost.Title, Number(cost.ReservedBytes), .. cost.UsedBytes.Select(used => Number(used.Bytes))]),
            ]);
    }

    /// <summary>Instructions and RAM by number of partitions, as a picture.</summary>
    public static string Plot(ScaleFigures figures)
    {
        StringBuilder svg = new();
        _ = svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" ")
            .Append("font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n")
            .Append(CultureInfo.InvariantCulture, $"<path d=\"M{Margin} {Margin / 2}V{Height - Margin}H{Width - Margin}\" ")
            .Append("fill=\"none\" stroke=\"#444\"/>\n");
        foreach (ScaleFigure figure in figures.Partitions.Where(figure => figure.Count is 1 or >= 64))
        {
            int x = X(figures, figure.Count);
            _ = svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{Height - Margin + 18}\" ")
                .Append(CultureInfo.InvariantCulture, $"text-anchor=\"middle\">{figure.Count}</text>\n");
        }

        _ = svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - Margin + 38}\" ")
            .Append("text-anchor=\"middle\">partitions</text>\n");
        AppendLine(svg, figures, figure => figure.Instructions, "#0b62a4", "million instructions", 1e6, Margin / 2);
        AppendLine(svg, figures, figure => figure.RamSizeBytes, "#b5530b", "MiB of RAM", 1 << 20, Margin / 2 + 18);
        return svg.Append("</svg>\n").ToString();
    }

    private static FigureTable Table(string title, IReadOnlyList<ScaleFigure> figures) => new(
        title,
        ["", "instructions without clocks", "of these, checksums", "RAM of the kernel, bytes"],
        [
            .. figures.Select(figure => (IReadOnlyList<string>)
                [Number((ulong)figure.Count), Number(figure.Instructions), Number(figure.Checksums), Number(figure.RamSizeBytes)]),
        ]);

    // Each line is scaled to its own largest value, which its legend names.
    private static void AppendLine(
        StringBuilder svg, ScaleFigures figures, Func<ScaleFigure, ulong> value, string colour, string unit, double size, int y)
    {
        ulong largest = figures.Partitions.Max(value);
        IEnumerable<string> points = figures.Partitions.Select(figure =>
        {
            int height = (int)((Height - (2 * Margin)) * (double)value(figure) / largest);
            return string.Create(CultureInfo.InvariantCulture, $"{X(figures, figure.Count)},{Height - Margin - height}");
        });
        _ = svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" ")
            .Append(CultureInfo.InvariantCulture, $"stroke=\"{colour}\" stroke-width=\"2\"/>\n")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + 12}\" y=\"{y}\" fill=\"{colour}\">")
            .Append(CultureInfo.InvariantCulture, $"{unit}: {value(figures.Partitions[0]) / size:F2} to {largest / size:F2}</text>\n");
    }

    private static int X(ScaleFigures figures, int count) =>
        Margin + ((Width - (2 * Margin)) * count / figures.Partitions[^1].Count);

    private static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
