// A picture to scale: blocks in rows, like words in lines.
using System.Globalization;

namespace MicroHV.Image.HtmlPages;

/// <summary>
/// An SVG without a view box: across, everything is in hundredths of its width, so that it is to scale at every width while
/// text keeps its size. Labels that have no room at a width are not shown there; a block that would be thinner than a line
/// is drawn as a line.
/// </summary>
internal sealed class Strip
{
    private const int BarHeight = 46;
    private const int LabelHeight = 18;
    private const int RowGap = 10;
    private const int MaxRows = 16;
    private const decimal LineBelowPercent = 0.35m;
    private const decimal LetterPixels = 7.5m;
    private const decimal LabelMargin = 14;
    private const int MinLetters = 4;
    private const decimal WidePixels = 980;
    private const decimal NarrowPixels = 326;

    /// <summary>What it is called for those who do not see it.</summary>
    public required string Name { get; init; }

    /// <summary>First point of the scale.</summary>
    public required ulong Start { get; init; }

    /// <summary>First point behind the scale.</summary>
    public required ulong End { get; init; }

    /// <summary>How many rows the scale is cut into.</summary>
    public int Rows { get; init; } = 1;

    /// <summary>The same where the page is narrow.</summary>
    public int NarrowRows { get; init; } = 1;

    /// <summary>Rows begin at multiples of this after the first.</summary>
    public ulong Grain { get; init; } = 1;

    /// <summary>The blocks, ascending, without overlap.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>How a point of the scale is written.</summary>
    public required Func<ulong, string> Scale { get; init; }

    /// <summary>How the end of a row is written: the first point behind it.</summary>
    public required Func<ulong, string> EndScale { get; init; }

    /// <summary>Points of the scale that are written below a strip of one row.</summary>
    public IReadOnlyList<ulong> Ticks { get; init; } = [];

    /// <summary>Letters above a strip of one row, ascending by the point that they stand for.</summary>
    public IReadOnlyList<(ulong Point, string Letter)> Marks { get; init; } = [];

    // Above each row stand its ends, or marks.
    private int HeadHeight => IsTicked && Marks.Count == 0 ? 0 : LabelHeight;

    private int RowHeight => HeadHeight + BarHeight;

    private bool IsTicked => Ticks.Count != 0 && Rows == 1;

    /// <summary>How many rows give room to so many labels.</summary>
    /// <param name="labels">Labels of some length.</param>
    /// <param name="perRow">How many there is room for in a row.</param>
    public static int RowsFor(int labels, int perRow) => Math.Clamp((labels + perRow - 1) / perRow, 1, MaxRows);

    /// <summary>Writes it; where narrow pages want other rows, a second time for them.</summary>
    public void Write(HtmlWriter html)
    {
        if (Rows == NarrowRows)
        {
            Write(html, "strip");
            return;
        }

        Write(html, "strip wide");
        InRows(NarrowRows).Write(html, "strip narrow");
    }

    private Strip InRows(int rows) => new()
    {
        Name = Name,
        Start = Start,
        End = End,
        Rows = rows,
        Grain = Grain,
        Blocks = Blocks,
        Scale = Scale,
        EndScale = EndScale,
        Ticks = Ticks,
        Marks = Marks,
    };

    private void Write(HtmlWriter html, string style)
    {
        ulong part = (End - Start + (ulong)Rows - 1) / (ulong)Rows;
        ulong span = (part + Grain - 1) / Grain * Grain;
        int height = (Rows * (RowHeight + RowGap)) - RowGap + (IsTicked ? LabelHeight : 0);
        using (html.Open("svg", ("class", style), ("role", "img"), ("aria-label", Name), ("height", Number(height))))
        {
            for (int row = 0; row < Rows; row++)
            {
                ulong first = Start + (span * (ulong)row);
                if (first < End)
                {
                    WriteRow(html, first, Math.Min(first + span, End), span, row * (RowHeight + RowGap));
                }
            }

            for (int i = 0; IsTicked && i < Ticks.Count; i++)
            {
                // Every second one gives way where there is no room for all.
                bool isWide = i % 2 != 0 && WidthOf(Scale(Ticks[i])) > NarrowPixels / Ticks.Count;
                WriteTick(html, Ticks[i], span, isWide);
            }

            if (Rows == 1)
            {
                WriteMarks(html, span);
            }
        }
    }

    private void WriteRow(HtmlWriter html, ulong first, ulong end, ulong span, int top)
    {
        string width = Percent(end - first, span);
        if (!IsTicked)
        {
            html.Element("text", Scale(first), ("class", "scale"), ("x", "0"), ("y", Number(top + 12)));
            html.Element(
                "text", EndScale(end), ("class", "scale end"), ("x", width), ("y", Number(top + 12)));
        }

        int bar = top + HeadHeight;
        html.Empty("rect", ("class", "ground"), ("x", "0"), ("y", Number(bar)), ("width", width), ("height", Number(BarHeight)));
        foreach (Block block in Blocks.Where(block => block.Start < end && block.End > first))
        {
            ulong start = Math.Max(block.Start, first);
            WriteBlock(html, block, start - first, Math.Min(block.End, end) - start, span, bar);
        }
    }

    private static void WriteBlock(HtmlWriter html, Block block, ulong at, ulong size, ulong span, int top)
    {
        decimal percent = 100m * size / span;
        if (percent < LineBelowPercent)
        {
            using (html.Open(
                "rect", ("class", $"e {block.Colours[0]}"), ("x", Percent(at, span)), ("y", Number(top)), ("width", "2"),
                ("height", Number(BarHeight))))
            {
                html.Element("title", block.Title);
            }

            return;
        }

        using (html.Open(
            "svg", ("x", Percent(at, span)), ("y", Number(top)), ("width", Percent(size, span)), ("height", Number(BarHeight))))
        {
            html.Element("title", block.Title);
            decimal part = 100m / block.Colours.Count;
            for (int i = 0; i < block.Colours.Count; i++)
            {
                (string, string?)[] place = [("y", $"{Number(part * i)}%"), ("height", $"{Number(part)}%")];
                html.Empty("rect", [("class", $"f {block.Colours[i]}"), ("width", "100%"), .. place]);
                html.Empty("rect", [("class", $"e {block.Colours[i]}"), ("width", "3"), .. place]);
            }

            WriteLabels(html, block, percent);
        }
    }

    // The longest label that fits, for each width of the page; the detail where its label is.
    private static void WriteLabels(HtmlWriter html, Block block, decimal percent)
    {
        string? wide = Fitting(block, percent * WidePixels / 100);
        string? narrow = Fitting(block, percent * NarrowPixels / 100);
        WriteLabel(html, wide, wide == narrow ? "label" : "label wide", "20");
        WriteLabel(html, wide == narrow ? null : narrow, "label narrow", "20");
        if (wide is not null && percent * WidePixels / 100 >= WidthOf(block.Detail))
        {
            bool fitsNarrow = narrow is not null && percent * NarrowPixels / 100 >= WidthOf(block.Detail);
            WriteLabel(html, block.Detail, fitsNarrow ? "detail" : "detail wide", "36");
        }
    }

    private static string? Fitting(Block block, decimal pixels)
    {
        if (WidthOf(block.Label) <= pixels)
        {
            return block.Label;
        }

        if (block.ShortLabel.Length == 0 || WidthOf(block.ShortLabel) <= pixels)
        {
            return block.ShortLabel.Length == 0 ? null : block.ShortLabel;
        }

        int letters = (int)((pixels - LabelMargin) / LetterPixels) - 1;
        return letters < MinLetters ? null : $"{block.ShortLabel[..letters]}…";
    }

    private static void WriteLabel(HtmlWriter html, string? text, string style, string y)
    {
        if (text is not null)
        {
            html.Element("text", text, ("class", style), ("x", "9"), ("y", y));
        }
    }

    private static decimal WidthOf(string label) => (label.Length * LetterPixels) + LabelMargin;

    private void WriteTick(HtmlWriter html, ulong tick, ulong span, bool isWide)
    {
        string x = Percent(tick - Start, span);
        string place = tick == Start ? "scale" : tick == End ? "scale end" : "scale middle";
        html.Empty("line", ("x1", x), ("x2", x), ("y1", Number(RowHeight)), ("y2", Number(RowHeight + 4)));
        place = isWide ? $"{place} wide" : place;
        html.Element("text", Scale(tick), ("class", place), ("x", x), ("y", Number(RowHeight + 16)));
    }

    // Marks that would lie on each other where the strip is narrow move to the right.
    private void WriteMarks(HtmlWriter html, ulong span)
    {
        const decimal Room = 16;
        decimal next = 0;
        foreach ((ulong point, string letter) in Marks)
        {
            decimal place = NarrowPixels * (point - Start) / span;
            decimal shift = Math.Max(next - place, 0);
            html.Element(
                "text", letter, ("class", "mark"), ("x", Percent(point - Start, span)), ("dx", Number(shift)), ("y", "13"));
            next = place + shift + Room;
        }
    }

    private static string Percent(ulong part, ulong whole) => $"{Number(100m * part / whole)}%";

    private static string Number(decimal number) =>
        Math.Round(number, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
