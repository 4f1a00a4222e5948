// What the doc comments of sections say of their keys.
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MicroHV.Partitions.Schema;

/// <summary>The summaries of this library, from the file that the compiler writes beside it.</summary>
public sealed partial class KeyDocumentation
{
    private readonly Dictionary<string, XElement> _summaries;

    private KeyDocumentation(Dictionary<string, XElement> summaries) => _summaries = summaries;

    /// <summary>Reads the summaries.</summary>
    /// <exception cref="FileNotFoundException">The library was copied without them.</exception>
    public static KeyDocumentation Load()
    {
        string path = Path.ChangeExtension(typeof(KeyDocumentation).Assembly.Location, ".xml");
        return new KeyDocumentation(XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")!));
    }

    /// <summary>What a property is, in Markdown.</summary>
    public string MarkdownOf(PropertyInfo property) => Text(Find(property), code: "`");

    /// <summary>What a property is, in plain text.</summary>
    public string PlainTextOf(PropertyInfo property) => Text(Find(property), code: "");

    private XElement Find(PropertyInfo property) => _summaries[$"P:{property.DeclaringType!.FullName}.{property.Name}"];

    private static string Text(XElement summary, string code)
    {
        string text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } element => $"{code}{element.Value}{code}",
            XElement { Name.LocalName: "see" } element => ((string)element.Attribute("cref")!).Split('.')[^1],
            XElement element => element.Value,
            _ => node.ToString(),
        }));
        return System.Net.WebUtility.HtmlDecode(Blanks().Replace(text, " ").Trim());
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
