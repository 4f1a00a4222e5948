// Rows of output made of markup.
using CsCheck;
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Machine.Tests.Printing;

public sealed class RowTests
{
    [Theory]
    [InlineData("a:warning:b")]
    [InlineData(":smile: :heart: [bold] [/] [[x]]")]
    [InlineData("[")]
    public void Escaped_text_means_nothing(string text) =>
        Assert.Equal($"name {text}\n", Print($"[bold]name[/] {Markup.Escape(text)}"));

    [Fact]
    public void Whatever_text_is_escaped_comes_out_as_it_was() =>
        Gen.String[Gen.Char["ab:[]/ warning=\\"], 0, 30].Sample(text =>
            Assert.Equal($"{text}|\n", Print($"[grey]{Markup.Escape(text)}[/]|")));

    private static string Print(string markup)
    {
        using StringWriter writer = new();
        Terminal.On(writer, isRedirected: true).Write(Row.Of(markup));
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
