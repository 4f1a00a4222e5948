// Adds to a description as text, so that what its author wrote stays as it is, to the byte.
using MicroHV.Partitions.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace MicroHV.Image.Authoring;

/// <summary>Inserts windows and sections in the style of what is there. The result still has to be checked.</summary>
/// <param name="text">A description without errors of syntax.</param>
internal sealed class DescriptionEditor(string text)
{
    /// <summary>The text with what was added.</summary>
    public string Text { get; private set; } = text;

    private string LineEnd => Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Adds <paramref name="section"/>, whole lines, at the end, behind an empty line.</summary>
    public void Append(string section)
    {
        string lines = section.ReplaceLineEndings(LineEnd);
        string gap = Text.EndsWith('\n') ? LineEnd : LineEnd + LineEnd;
        Text += gap + lines;
    }

    /// <summary>Adds <paramref name="item"/> to an array.</summary>
    /// <param name="first">Where the first item of the array stands.</param>
    /// <param name="index">The item that the added one will be, from 0.</param>
    /// <param name="item">The item, on one line.</param>
    /// <returns>False if no array is written there as <c>[ … ]</c> with <paramref name="index"/> items or more.</returns>
    public bool TryInsert(Place first, int index, string item)
    {
        ArraySyntax? array = SyntaxParser.Parse(Text, null, true)
            .Descendants()
            .OfType<ArraySyntax>()
            .FirstOrDefault(candidate => candidate.Items.FirstOrDefault() is { Value: { } value } && IsAt(value, first));
        if (array is null || index > array.Items.Count())
        {
            return false;
        }

        ArrayItemSyntax[] items = [.. array.Items];
        if (index == 0)
        {
            InsertBefore(array, items[0], item);
        }
        else
        {
            InsertAfter(items[index - 1], index == items.Length, item);
        }

        return true;
    }

    private static bool IsAt(SyntaxNodeBase node, Place place) =>
        node.Span.Start.Line + 1 == place.Line && node.Span.Start.Column + 1 == place.Column;

    // Behind the bracket, so that comments above the first item stay with it.
    private void InsertBefore(ArraySyntax array, ArrayItemSyntax first, string item)
    {
        int bracket = EndOf(array.OpenBracket!);
        int start = first.Value!.Span.Start.Offset;
        bool isOnItsOwnLine = Text[bracket..start].Contains('\n', StringComparison.Ordinal);
        if (isOnItsOwnLine)
        {
            Insert(EndOfLine(bracket), LineEnd + Indentation(start) + item + ",");
        }
        else
        {
            Insert(start, item + ", ");
        }
    }

    // Behind the comment that may follow the item on its line; one above the next item stays with that.
    private void InsertAfter(ArrayItemSyntax previous, bool isLast, string item)
    {
        int end = EndOf(previous.Value!);
        int behind = previous.Comma is null ? end : EndOf(previous.Comma);
        string closing = isLast && previous.Comma is null ? "" : ",";
        string rest = Text[behind..EndOfLine(behind)].TrimStart();
        bool isOnItsOwnLine = EndOfLine(behind) < Text.Length && (rest.Length == 0 || rest[0] == '#');
        if (isOnItsOwnLine)
        {
            Insert(EndOfLine(behind), LineEnd + Indentation(previous.Value!.Span.Start.Offset) + item + closing);
        }
        else
        {
            Insert(behind, $" {item}{closing}");
        }

        if (previous.Comma is null)
        {
            Insert(end, ",");
        }
    }

    private void Insert(int offset, string added) => Text = Text.Insert(offset, added);

    private static int EndOf(SyntaxNodeBase node) => node.Span.End.Offset + 1;

    // Of the line that has the character at the offset, before the characters that end it.
    private int EndOfLine(int offset)
    {
        int end = Text.IndexOf('\n', offset);
        end = end < 0 ? Text.Length : end;
        return end > offset && Text[end - 1] == '\r' ? end - 1 : end;
    }

    // As much white space as there are characters before the offset on its line.
    private string Indentation(int offset)
    {
        int start = offset == 0 ? 0 : Text.LastIndexOf('\n', offset - 1) + 1;
        return string.Concat(Text[start..offset].Select(letter => letter == '\t' ? '\t' : ' '));
    }
}
