// What a campaign writes beside its store.
using MicroHV.Campaigns.Reports;
using MicroHV.Image.HtmlPages;
using MicroHV.Machines;

namespace MicroHV.Image.Injection;

/// <summary>Paths of reports; one that is null is not written.</summary>
/// <param name="Html">The report to read.</param>
/// <param name="Json">The same for programs.</param>
/// <param name="JUnit">The expectations for CI.</param>
internal sealed record CampaignOutputs(string? Html, string? Json, string? JUnit)
{
    /// <summary>Writes them.</summary>
    /// <param name="report">The facts.</param>
    /// <param name="command">The command that repeats a run, without its number and its lane.</param>
    /// <exception cref="IOException">One cannot be written; no half of it is left.</exception>
    public void Write(CampaignReport report, string command)
    {
        try
        {
            WriteAll(report, command);
        }
        catch (IOException failure)
        {
            throw new IOException($"{failure.Message} All runs are kept: the same command writes what is missing.", failure);
        }
    }

    private void WriteAll(CampaignReport report, string command)
    {
        if (Html is not null)
        {
            ReportFile.WriteText(Html, CampaignPage.Write(report, command));
        }

        if (Json is not null)
        {
            ReportFile.Write(Json, report);
        }

        if (JUnit is not null)
        {
            ReportFile.WriteText(JUnit, JUnitReport.Write(report));
        }
    }
}
