// `microhv [suggest:POSITION] "LINE"`: a shell asks what may stand at the cursor.
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.Globalization;

namespace MicroHV.Image.Completion;

/// <summary>
/// Answers the directive in place of System.CommandLine, which knows neither quotes of shells nor <c>--name=value</c>, and
/// suggests what does not begin with the word that is typed. A line of the answer is a suggestion and, behind a tab, what it
/// is. It speaks of no error: who asks is in the middle of typing.
/// </summary>
/// <param name="directive">The directive.</param>
internal sealed class SuggestAction(SuggestDirective directive) : SynchronousCommandLineAction
{
    /// <summary>True: the line that is being typed is no argument of a verb.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Has <paramref name="root"/> answer so.</summary>
    public static void AddTo(RootCommand root)
    {
        SuggestDirective directive = root.Directives.OfType<SuggestDirective>().Single();
        directive.Action = new SuggestAction(directive);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        string text = parseResult.Tokens
            .LastOrDefault(token => token.Type != System.CommandLine.Parsing.TokenType.Directive)?.Value ?? "";
        string? position = parseResult.GetResult(directive)?.Values.FirstOrDefault();
        int cursor = int.TryParse(position, CultureInfo.InvariantCulture, out int number) ? number : text.Length;
        RootCommand root = (RootCommand)parseResult.RootCommandResult.Command;
        foreach (CompletionItem item in new Suggestions(root, TypedLine.Parse(text, cursor)).All)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(
                item.Detail is { Length: > 0 } detail ? $"{item.Label}\t{detail}" : item.Label);
        }

        return ExitCode.Good;
    }
}
