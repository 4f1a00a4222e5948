// Findings about a description as JSON.
using MicroHV.Partitions;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Diagnostics;

/// <summary>What <c>microhv check --json</c> prints.</summary>
/// <param name="System">Path of the description.</param>
/// <param name="Outcome"><c>pass</c> or <c>fail</c>.</param>
/// <param name="Errors">Number of errors.</param>
/// <param name="Warnings">Number of warnings.</param>
/// <param name="Notes">Number of notes.</param>
/// <param name="Diagnostics">The findings, by place.</param>
internal sealed record CheckReport(
    string System, string Outcome, int Errors, int Warnings, int Notes, IReadOnlyList<CheckReport.Entry> Diagnostics)
{
    /// <summary>The report about <paramref name="system"/>.</summary>
    public static CheckReport Of(string path, LoadedSystem system, bool isGood) => new(
        path,
        isGood ? "pass" : "fail",
        system.CountOf(Severity.Error),
        system.CountOf(Severity.Warning),
        system.CountOf(Severity.Note),
        [.. system.Diagnostics.Select(Entry.Of)]);

    /// <summary>A finding.</summary>
    /// <param name="File">The file as the user would name it.</param>
    /// <param name="Line">Line, from 1.</param>
    /// <param name="Column">Column, from 1.</param>
    /// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
    /// <param name="Id">Id of the rule.</param>
    /// <param name="Message">What is wrong.</param>
    /// <param name="WayOut">What to do about it.</param>
    internal sealed record Entry(
        string File, int Line, int Column, string Severity, string Id, string Message, string WayOut)
    {
        /// <summary>The entry for <paramref name="diagnostic"/>.</summary>
        public static Entry Of(Diagnostic diagnostic) => new(
            diagnostic.File,
            diagnostic.Place.Line,
            diagnostic.Place.Column,
            diagnostic.Severity.ToString().ToLowerInvariant(),
            diagnostic.Id,
            diagnostic.Message,
            diagnostic.WayOut);
    }
}
