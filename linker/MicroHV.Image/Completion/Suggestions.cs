// What may stand at the cursor of a command line.
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace MicroHV.Image.Completion;

/// <summary>
/// What may stand at the cursor: verbs, options, and what the completion sources of options and arguments say. Nothing
/// where only the shell can know, as for the path of a report.
/// </summary>
/// <param name="root">The command.</param>
/// <param name="line">What is typed.</param>
internal sealed class Suggestions(RootCommand root, TypedLine line)
{
    private readonly ParseResult _before = root.Parse(line.Before);

    private Command Verb => _before.CommandResult.Command;

    // The argument that comes next.
    private Argument? Next =>
        Verb.Arguments.FirstOrDefault(argument => _before.GetResult(argument) is null or { Tokens.Count: 0 });

    private bool IsOption => line.Word.StartsWith('-');

    private bool IsComplete => Next is null && Verb.Subcommands.Count == 0;

    /// <summary>The suggestions, each once and in order; all of them begin with the word at the cursor.</summary>
    public IReadOnlyList<CompletionItem> All =>
    [
        .. Candidates()
            .Where(item => item.Label.StartsWith(line.Word, StringComparison.Ordinal))
            .DistinctBy(item => item.Label)
            .OrderBy(item => item.Label, StringComparer.Ordinal),
    ];

    private IEnumerable<CompletionItem> Candidates()
    {
        int equals = line.Word.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && Option(line.Word[..equals]) is { } written)
        {
            return Values(written.CompletionSources).Select(item => new CompletionItem($"{written.Name}={item.Label}"));
        }

        if (line.Before.Count > 0 && Option(line.Before[^1]) is { } waiting)
        {
            IEnumerable<CompletionItem> values = Values(waiting.CompletionSources);
            return waiting.Arity.MinimumNumberOfValues > 0 ? values : values.Concat(IsOption ? Options() : Words());
        }

        return IsOption || IsComplete ? Options() : Words();
    }

    // The option with a name that takes a value.
    private Option? Option(string name) => Verb.Options.FirstOrDefault(option =>
        (option.Name == name || option.Aliases.Contains(name))
        && option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool));

    private IEnumerable<CompletionItem> Options() => Verb.Options
        .Concat(root.Options.Where(option => option.Recursive))
        .Where(option => !option.Hidden && _before.GetResult(option) is null or { Implicit: true })
        .Select(Described);

    private IEnumerable<CompletionItem> Words()
    {
        IEnumerable<CompletionItem> verbs = Verb.Subcommands.Where(verb => !verb.Hidden).Select(Described);
        return Next is { } argument ? Values(argument.CompletionSources) : verbs;
    }

    private IEnumerable<CompletionItem> Values(List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources)
    {
        CompletionContext context = root.Parse(line.All).GetCompletionContext();
        return sources.SelectMany(source => source(context));
    }

    private static CompletionItem Described(Symbol symbol) => new(symbol.Name, detail: FirstClause(symbol.Description ?? ""));

    // A row of a list has room for no more.
    private static string FirstClause(string description)
    {
        int end = description.AsSpan().IndexOfAny(_ends);
        return (end < 0 ? description : description[..end]).TrimEnd('.');
    }

    private static readonly System.Buffers.SearchValues<string> _ends =
        System.Buffers.SearchValues.Create(["; ", ". ", ": "], StringComparison.Ordinal);
}
