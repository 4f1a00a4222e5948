// The tables on the pages of the kits.
using System.Globalization;
using System.Text;

namespace MicroHV.Image.Tests.Documentation.Kits;

/// <summary>One table for each section of a kit: what is declared, its twin, and the words of its comment.</summary>
internal static class KitTables
{
    /// <summary>The sections of a kit.</summary>
    public static IEnumerable<string> SectionsOf(IReadOnlyList<KitMember> kit) => kit.Select(member => member.Section).Distinct();

    /// <summary>The section <paramref name="section"/> of the C kit.</summary>
    public static string OfC(string section) => Table(CKit.Members, section, "C#");

    /// <summary>The section <paramref name="section"/> of the C# kit.</summary>
    public static string OfCSharp(string section) => Table(CSharpKit.Members, section, "C");

    private static string Table(IReadOnlyList<KitMember> kit, string section, string other)
    {
        StringBuilder table = new(string.Create(
            CultureInfo.InvariantCulture, $"| Declaration | In {other} | What it is |\n|---|---|---|\n"));
        foreach (KitMember member in kit.Where(member => member.Section == section))
        {
            string fields = member.Fields.Count == 0 ? "" : $" Fields: {string.Join(", ", member.Fields.Select(Code))}.";
            string twins = KitTwins.Of(member.Name);
            _ = table.Append(
                CultureInfo.InvariantCulture, $"| {Code(member.Signature)} | {twins} | {member.Summary}{fields} |\n");
        }

        return table.ToString();
    }

    private static string Code(string text) => $"`{text}`";
}
