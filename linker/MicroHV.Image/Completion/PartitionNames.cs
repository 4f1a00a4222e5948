// Names of the partitions of a system, for whoever types one of them.
using System.CommandLine;
using System.CommandLine.Completions;
using MicroHV.Image.Verbs;
using MicroHV.Partitions;

namespace MicroHV.Image.Completion;

/// <summary>Finds the system in a line that is being typed, and reads its partitions' names.</summary>
internal static class PartitionNames
{
    /// <summary>The names of the partitions of the system that the line names; none if it names none.</summary>
    /// <param name="context">The line.</param>
    /// <param name="system">The argument that names the system.</param>
    public static IEnumerable<string> Of(CompletionContext context, Argument<string> system)
    {
        string? typed = context.ParseResult.GetResult(system)?.Tokens.FirstOrDefault()?.Value;
        return typed is not null && SystemArgument.TryResolve(typed, out string path) ? SystemBuilder.PartitionNames(path) : [];
    }
}
