// Both kits offer the same.
using MicroHV.Gates.Layouts;
using MicroHV.Kernel.Abi;

namespace MicroHV.Image.Tests.Documentation.Kits;

public sealed class KitTwinTests
{
    // What gives records of room Abi in C.
    private static readonly Dictionary<string, Type> _records = new()
    {
        ["mhv_information()->"] = typeof(InformationPage),
        ["mhv_region()->"] = typeof(InformationRegion),
        ["mhv_schedule()->"] = typeof(InformationSchedule),
        ["mhv_window_at()->"] = typeof(InformationWindow),
    };

    [Fact]
    public void Everything_in_C_has_a_twin_in_CSharp_or_a_reason_why_not() =>
        Assert.Empty(Names(CKit.Members).Except(KitTwins.All.Select(pair => pair.C)).Except(KitTwins.Alone.Keys));

    [Fact]
    public void Everything_in_CSharp_has_a_twin_in_C_or_a_reason_why_not() =>
        Assert.Empty(Names(CSharpKit.Members).Except(KitTwins.All.Select(pair => pair.CSharp)).Except(KitTwins.Alone.Keys));

    [Fact]
    public void What_has_a_twin_exists()
    {
        IEnumerable<string> c = KitTwins.All.Select(pair => pair.C);
        Assert.Empty(c.Except(Names(CKit.Members)).Except(_records.SelectMany(FieldsOf)));
        Assert.Empty(KitTwins.All.Select(pair => pair.CSharp).Except(Names(CSharpKit.Members)));
    }

    [Fact]
    public void What_stands_alone_exists_and_has_no_twin()
    {
        Assert.Empty(KitTwins.Alone.Keys.Except(Names(CKit.Members)).Except(Names(CSharpKit.Members)));
        Assert.Empty(KitTwins.Alone.Keys.Intersect(KitTwins.All.SelectMany(pair => new[] { pair.C, pair.CSharp })));
    }

    [Fact]
    public void Every_field_of_the_information_page_has_a_twin_in_CSharp()
    {
        string[] checkedByTheKit = ["mhv_information()->magic", "mhv_information()->layout_version"];
        Assert.Empty(_records.SelectMany(FieldsOf)
            .Where(field => !field.Contains("reserved", StringComparison.Ordinal))
            .Except(KitTwins.All.Select(pair => pair.C))
            .Except(checkedByTheKit));
    }

    [Fact]
    public void Structs_that_are_twins_have_the_same_fields_in_the_same_order()
    {
        KitMember[] structs = [.. CKit.Members.Where(member => member.Fields.Count != 0)];
        Assert.NotEmpty(structs);
        foreach (KitMember member in structs)
        {
            string twin = KitTwins.All.Single(pair => pair.C == member.Name).CSharp;
            IEnumerable<string> fields = CSharpKit.Members.Single(item => item.Name == twin).Fields.Select(CHeader.NameOf);
            Assert.Equal(member.Fields, fields);
        }
    }

    [Theory]
    [InlineData("docs/kit-c.md")]
    [InlineData("docs/kit-csharp.md")]
    public void The_page_of_a_kit_shows_all_of_it(string page)
    {
        IReadOnlyList<KitMember> kit = page == "docs/kit-c.md" ? CKit.Members : CSharpKit.Members;
        Assert.Equal(
            KitTables.SectionsOf(kit).Order(StringComparer.Ordinal),
            MarkedPage.TablesOf(Document.Read(page).Text).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(IEnumerable<KitMember> members) => members.Select(member => member.Name).Distinct();

    private static IEnumerable<string> FieldsOf(KeyValuePair<string, Type> record) =>
        HostLayouts.Measure(record.Value).Fields.Select(field => record.Key + CHeader.NameOf(field.Name));
}
