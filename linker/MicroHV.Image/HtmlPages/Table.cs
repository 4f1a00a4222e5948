// A table that becomes a list of cards where the page is narrow.
namespace MicroHV.Image.HtmlPages;

/// <summary>A table: its caption and titles. In a narrow page, each row is a card; page.css says how for each class.</summary>
/// <param name="caption">What it says, for those who do not see it.</param>
/// <param name="style">Its class.</param>
/// <param name="titles">Titles of the columns.</param>
internal sealed class Table(string caption, string style, params IReadOnlyList<string> titles)
{
    /// <summary>Begins it; the rows are written until the result is disposed of.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="folded">If not null, the table is folded away behind this line.</param>
    public Opened Open(HtmlWriter html, string? folded = null)
    {
        HtmlWriter.OpenElement? details = null;
        if (folded is not null)
        {
            details = html.Open("details");
            html.Element("summary", folded);
        }

        HtmlWriter.OpenElement table = html.Open("table", ("role", "table"), ("class", style));
        html.Element("caption", caption);
        using (html.Open("thead"))
        using (html.Open("tr", ("role", "row")))
        {
            foreach (string title in titles)
            {
                html.Element("th", title, ("scope", "col"), ("role", "columnheader"));
            }
        }

        return new Opened(details, table, html.Open("tbody", ("role", "rowgroup")));
    }

    /// <summary>Begins a row.</summary>
    public static HtmlWriter.OpenElement OpenRow(HtmlWriter html) => html.Open("tr", ("role", "row"));

    /// <summary>Writes the cell that names the row.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="colour">Class of its colour.</param>
    /// <param name="name">The name.</param>
    public static void NameCell(HtmlWriter html, string colour, string name)
    {
        using (html.Open("th", ("scope", "row"), ("role", "rowheader"), ("class", "name")))
        {
            html.Empty("span", ("class", $"swatch {colour}"));
            html.Text(name);
        }
    }

    /// <summary>Writes a cell with text.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="style">Its class.</param>
    public static void Cell(HtmlWriter html, string text, string? style = null)
    {
        using (OpenCell(html, style))
        {
            html.Text(text);
        }
    }

    /// <summary>Begins a cell.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="style">Its class.</param>
    public static HtmlWriter.OpenElement OpenCell(HtmlWriter html, string? style = null) =>
        html.Open("td", ("role", "cell"), ("class", style));

    /// <summary>A table that was begun.</summary>
    internal readonly struct Opened(
        HtmlWriter.OpenElement? details, HtmlWriter.OpenElement table, HtmlWriter.OpenElement body) : IDisposable
    {
        /// <summary>Ends it.</summary>
        public void Dispose()
        {
            body.Dispose();
            table.Dispose();
            details?.Dispose();
        }
    }
}
