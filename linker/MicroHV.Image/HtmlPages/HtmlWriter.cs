// Writes HTML in which nobody's text is markup.
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using MicroHV.Machines;

namespace MicroHV.Image.HtmlPages;

/// <summary>
/// Elements, attributes and text. Text and values are escaped here and nowhere else: control characters and characters
/// that change how others are shown as <see cref="SafeText"/> does, then what HTML reserves.
/// </summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    /// <summary>Begins an element that ends where the result is disposed of.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="attributes">Attributes; those whose value is null are left out.</param>
    public OpenElement Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        return new OpenElement(this, tag);
    }

    /// <summary>Writes an element with text in it.</summary>
    public void Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        Text(text);
        End(tag);
    }

    /// <summary>Writes an element with nothing in it, that has an end.</summary>
    public void Empty(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Element(tag, "", attributes);

    /// <summary>Writes an element of those that have no end.</summary>
    public void Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes) => Begin(tag, attributes);

    /// <summary>Writes text.</summary>
    public void Text(string text) => _html.Append(_encoder.Encode(SafeText.Escape(text)));

    /// <summary>Writes markup of this tool.</summary>
    public void Own(string markup) => _html.Append(markup);

    /// <summary>What was written.</summary>
    public override string ToString() => _html.ToString();

    private void Begin(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _ = _html.Append('<').Append(tag);
        foreach ((string name, string? value) in attributes)
        {
            if (value is not null)
            {
                _ = _html.Append(' ').Append(name).Append("=\"");
                Text(value);
                _ = _html.Append('"');
            }
        }

        _ = _html.Append('>');
    }

    private void End(string tag)
    {
        _ = _html.Append("</").Append(tag).Append('>');

        // A line for each block keeps the source readable.
        if (tag is "section" or "div" or "tr" or "svg" or "li" or "p" or "figure" or "article" or "style" or "head")
        {
            _ = _html.Append('\n');
        }
    }

    /// <summary>An element that was begun.</summary>
    internal readonly struct OpenElement(HtmlWriter html, string tag) : IDisposable
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => html.End(tag);
    }
}
