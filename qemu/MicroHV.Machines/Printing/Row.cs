// One row of output, exactly as it was put together.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MicroHV.Machines;

/// <summary>
/// Pieces of text, each with its style, and a line feed. Nothing is wrapped and nothing means anything: a guest's text may
/// look like markup or like the name of a picture.
/// </summary>
public sealed class Row : IRenderable
{
    private readonly List<Segment> _pieces = [];

    /// <summary>Adds a piece.</summary>
    /// <param name="text">The text, without control characters.</param>
    /// <param name="style">Its style; plain if none is given.</param>
    public Row Add(string text, Style? style = null)
    {
        _pieces.Add(new Segment(text, style ?? Style.Plain));
        return this;
    }

    /// <summary>A row of markup: styles in brackets, as Spectre.Console has them, and nothing else that means anything.</summary>
    /// <param name="markup">The markup; text of other people in it is escaped by <see cref="Markup.Escape"/>.</param>
    public static Row Of(string markup)
    {
        Row row = new();
        foreach (AnsiMarkupSegment piece in AnsiMarkup.Parse(markup))
        {
            _ = row.Add(piece.Text, piece.Style);
        }

        return row;
    }

    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [.. _pieces, Segment.LineBreak];
}
