// Findings about a description in SARIF, which editors and code review on servers read.
using System.Reflection;
using System.Text.Json.Nodes;
using MicroHV.Partitions;
using MicroHV.Partitions.Rules;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Diagnostics;

/// <summary>Writes a log of one run in SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format").</summary>
internal static class SarifLog
{
    /// <summary>The log about <paramref name="system"/>.</summary>
    public static JsonObject Of(LoadedSystem system) => new()
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject { ["driver"] = Driver() },
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JsonArray([.. system.Diagnostics.Select(Result)]),
        }),
    };

    private static JsonObject Driver() => new()
    {
        ["name"] = "microhv",
        ["semanticVersion"] = typeof(SarifLog).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        ["rules"] = new JsonArray([.. RuleBook.Sentences.Select(Rule)]),
    };

    private static JsonObject Rule(RuleSentence rule) => new()
    {
        ["id"] = rule.Id,
        ["shortDescription"] = new JsonObject { ["text"] = rule.Sentence },
        ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.Severity) },
    };

    private static JsonObject Result(Diagnostic diagnostic) => new()
    {
        ["ruleId"] = diagnostic.Id,
        ["level"] = Level(diagnostic.Severity),
        ["message"] = new JsonObject { ["text"] = $"{diagnostic.Message}; {diagnostic.WayOut}" },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = UriOf(diagnostic.File) },
                ["region"] = new JsonObject
                {
                    ["startLine"] = diagnostic.Place.Line,
                    ["startColumn"] = diagnostic.Place.Column,
                },
            },
        }),
    };

    private static string Level(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string UriOf(string file) => Path.IsPathRooted(file)
        ? new Uri(file).AbsoluteUri
        : string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
}
