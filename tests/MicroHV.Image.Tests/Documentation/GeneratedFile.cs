// Files of the repository that are made from its sources.
using MicroHV.Gates.Layouts;
using MicroHV.Image.Tests.Documentation.Guests;
using MicroHV.Image.Tests.Documentation.Kits;
using MicroHV.Partitions.Schema;

namespace MicroHV.Image.Tests.Documentation;

/// <summary>A file that nobody writes by hand, or not all of it.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Write">What it should say, given what it says.</param>
internal sealed record GeneratedFile(string Name, Func<string, string> Write)
{
    /// <summary>How to bring all of them up to date.</summary>
    public const string RefreshCommand = "./microhv test --refresh";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GeneratedFile> All { get; } =
    [
        new("docs/rules.md", _ => RulesPage.Write()),
        new("docs/conformance.md", _ => ConformancePage.Write()),
        new("docs/system-toml.md", page => MarkedPage.Write(page, name => ReferenceTables.All[name])),
        new("docs/system.schema.json", _ => DescriptionSchema.Text),
        new("docs/hypercalls.md", page => MarkedPage.Write(page, AbiTables.Of)),
        new("docs/wire-format.md", page => MarkedPage.Write(page, AbiTables.Of)),
        new("docs/kit-c.md", page => MarkedPage.Write(page, KitTables.OfC)),
        new("docs/kit-csharp.md", page => MarkedPage.Write(page, KitTables.OfCSharp)),
        new("partitions/kits/c/microhv_abi.h", _ => CHeader.Write(AbiComments.Read(AbiTables.Folder))),
    ];

    /// <summary>Its absolute path.</summary>
    public string FullPath => Path.Combine(Repository.Root, Name);

    /// <summary>What it says; nothing if it does not exist.</summary>
    public string Text => File.Exists(FullPath) ? File.ReadAllText(FullPath) : "";

    /// <summary>What it should say.</summary>
    public string Fresh => Write(Text);
}
