// Text that is added to descriptions, in every style that authors write.
using CsCheck;
using MicroHV.Image.Authoring;
using MicroHV.Partitions.Text;
using Tomlyn;
using Tomlyn.Model;

namespace MicroHV.Image.Tests.Authoring;

public sealed class DescriptionEditorTests
{
    private const string Added = "{ n = 5 }";

    [Theory]
    [InlineData("w = [{ n = 0 }]\n", 0, "w = [{ n = 5 }, { n = 0 }]\n")]
    [InlineData("w = [{ n = 0 }]\n", 1, "w = [{ n = 0 }, { n = 5 }]\n")]
    [InlineData("w = [{ n = 0 },]\n", 1, "w = [{ n = 0 }, { n = 5 },]\n")]
    [InlineData("w = [{ n = 0 }, { n = 1 }]\n", 1, "w = [{ n = 0 }, { n = 5 }, { n = 1 }]\n")]
    [InlineData("w = [{ n = 0 }]", 1, "w = [{ n = 0 }, { n = 5 }]")]
    public void On_one_line_it_stands_on_the_line(string text, int index, string expected) => AssertAdds(text, index, expected);

    [Theory]
    [InlineData("w = [\n  { n = 0 },\n]\n", 0, "w = [\n  { n = 5 },\n  { n = 0 },\n]\n")]
    [InlineData("w = [\n  { n = 0 },\n]\n", 1, "w = [\n  { n = 0 },\n  { n = 5 },\n]\n")]
    [InlineData("w = [\n  { n = 0 }\n]\n", 1, "w = [\n  { n = 0 },\n  { n = 5 }\n]\n")]
    [InlineData("w = [\n\t{ n = 0 },\n\t{ n = 1 }\n]\n", 1, "w = [\n\t{ n = 0 },\n\t{ n = 5 },\n\t{ n = 1 }\n]\n")]
    [InlineData("w = [\r\n  { n = 0 },\r\n]\r\n", 1, "w = [\r\n  { n = 0 },\r\n  { n = 5 },\r\n]\r\n")]
    [InlineData("w = [{ n = 0 },\n     { n = 1 }]\n", 1, "w = [{ n = 0 },\n     { n = 5 },\n     { n = 1 }]\n")]
    public void On_lines_of_their_own_it_gets_one_too(string text, int index, string expected) =>
        AssertAdds(text, index, expected);

    [Theory]
    [InlineData(
        "w = [ # all\n  # first\n  { n = 0 }, # the first\n  # second\n  { n = 1 } # the second\n  # end\n]\n", 0,
        "w = [ # all\n  { n = 5 },\n  # first\n  { n = 0 }, # the first\n  # second\n  { n = 1 } # the second\n  # end\n]\n")]
    [InlineData(
        "w = [ # all\n  # first\n  { n = 0 }, # the first\n  # second\n  { n = 1 } # the second\n  # end\n]\n", 1,
        "w = [ # all\n  # first\n  { n = 0 }, # the first\n  { n = 5 },\n  # second\n  { n = 1 } # the second\n  # end\n]\n")]
    [InlineData(
        "w = [ # all\n  # first\n  { n = 0 }, # the first\n  # second\n  { n = 1 } # the second\n  # end\n]\n", 2,
        "w = [ # all\n  # first\n  { n = 0 }, # the first\n  # second\n  { n = 1 }, # the second\n  { n = 5 }\n  # end\n]\n")]
    public void Comments_stay_with_what_they_are_about(string text, int index, string expected) =>
        AssertAdds(text, index, expected);

    [Fact]
    public void Letters_of_any_script_may_stand_before_it() =>
        AssertAdds("t = \"ä€𝄞\" # ä€𝄞\nw = [{ n = 0 }] # ä\n", 1, "t = \"ä€𝄞\" # ä€𝄞\nw = [{ n = 0 }, { n = 5 }] # ä\n", line: 2);

    [Fact]
    public void Where_no_array_is_nothing_changes()
    {
        DescriptionEditor editor = new("[[w]]\nn = 0\n");
        Assert.False(editor.TryInsert(new Place(1, 1), 0, Added));
        Assert.Equal("[[w]]\nn = 0\n", editor.Text);
    }

    [Theory]
    [InlineData("a = 1\n", "a = 1\n\n[[p]]\nn = 1\n")]
    [InlineData("a = 1", "a = 1\n\n[[p]]\nn = 1\n")]
    [InlineData("a = 1\r\n", "a = 1\r\n\r\n[[p]]\r\nn = 1\r\n")]
    public void A_section_comes_behind_an_empty_line(string text, string expected)
    {
        DescriptionEditor editor = new(text);
        editor.Append("[[p]]\nn = 1\n");
        Assert.Equal(expected, editor.Text);
    }

    [Fact]
    public void In_every_layout_the_item_is_where_it_should_be_and_every_comment_is_there() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 4], Layout.Array[12], Gen.Bool, Gen.Bool).Sample(
            (count, position, layouts, hasLastComma, isCrLf) =>
            {
                int index = Math.Min(position, count);
                string text = "x = 1 # before\nw = [" + string.Concat(Enumerable.Range(0, count).Select(n =>
                    $"{layouts[n * 3]}{{ n = {n} }}{layouts[(n * 3) + 1]}{(n < count - 1 || hasLastComma ? "," : "")}"))
                    + layouts[11] + "] # behind\n";
                text = isCrLf ? text.ReplaceLineEndings("\r\n") : text;
                DescriptionEditor editor = new(text);
                Assert.True(editor.TryInsert(PlaceOf(text, text.IndexOf('{', StringComparison.Ordinal)), index, Added));
                int[] expected = [.. Enumerable.Range(0, count)];
                Assert.Equal([.. expected[..index], 5, .. expected[index..]], Numbers(editor.Text));
                Assert.Equal(Comments(text), Comments(editor.Text));
            });

    // What may stand between the items of an array.
    private static Gen<string> Layout =>
        Gen.OneOf<string>("", " ", "\n", "\n  ", " # comment\n  ", "\n  # above\n  ", "\n\n\t");

    private static void AssertAdds(string text, int index, string expected, int line = 0)
    {
        DescriptionEditor editor = new(text);
        int first = text.IndexOf('{', StringComparison.Ordinal);
        Place place = PlaceOf(text, first);
        Assert.True(line == 0 || place.Line == line);
        Assert.True(editor.TryInsert(place, index, Added));
        Assert.Equal(expected, editor.Text);
    }

    private static Place PlaceOf(string text, int offset)
    {
        string before = text[..offset];
        return new Place(
            before.Count(letter => letter == '\n') + 1, offset - (before.LastIndexOf('\n') + 1) + 1);
    }

    private static IEnumerable<int> Numbers(string text) =>
        ((TomlArray)TomlSerializer.Deserialize<TomlTable>(text)!["w"])
            .Select(item => (int)(long)((TomlTable)item!)["n"]);

    private static IEnumerable<string> Comments(string text) => text
        .Split('\n')
        .Where(line => line.Contains('#', StringComparison.Ordinal))
        .Select(line => line[line.IndexOf('#', StringComparison.Ordinal)..].TrimEnd());
}
