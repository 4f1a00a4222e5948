// A campaign as CI reads tests.
using System.Globalization;
using System.Text;
using System.Xml;

namespace MicroHV.Campaigns.Reports;

/// <summary>JUnit XML: an expectation is a test, and so is that every run was made.</summary>
internal static class JUnitReport
{
    /// <summary>The text of <paramref name="report"/>.</summary>
    public static string Write(CampaignReport report)
    {
        ExpectationVerdict[] cases =
        [
            new("complete", $"{report.Planned} runs", $"{report.Total.Total} runs", report.IsComplete), .. report.Expectations,
        ];
        StringBuilder text = new();
        XmlWriterSettings settings = new() { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" };
        using (XmlWriter xml = XmlWriter.Create(text, settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", report.Name);
            xml.WriteAttributeString("tests", Number(cases.Length));
            xml.WriteAttributeString("failures", Number(cases.Count(verdict => !verdict.IsMet)));
            foreach (ExpectationVerdict verdict in cases)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", report.Name);
                xml.WriteAttributeString("name", verdict.Name);
                if (!verdict.IsMet)
                {
                    xml.WriteStartElement("failure");
                    xml.WriteAttributeString("message", $"expected {verdict.Expected}, found {verdict.Found}");
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
