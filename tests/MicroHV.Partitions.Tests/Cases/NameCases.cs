// Rules about names and texts: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class NameCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0101",
            Change.Of("name = \"general\"", "name = \"General\"")
                .And("\"general\"", "\"General\""),
            ["system.toml:30:8: MHV0101: 'General' is no name for a partition; use 1 to 31 lower-case letters, digits and hyphens"],
            Change.Of("name = \"general\"", "name = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")
                .And("\"general\"", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")),
        new(
            "MHV0102",
            Change.Of("name = \"general\"", "name = \"safety\"")
                .And("\"general\"", "\"safety\""),
            ["system.toml:30:8: MHV0102: another partition is called 'safety'; rename one of them"],
            Change.None),
        new(
            "MHV0103",
            Change.Of("name = \"mailbox\"", "name = \"mailbox-of-24-characters\""),
            ["system.toml:23:8: MHV0103: 'mailbox-of-24-characters' is no name for a region; use 1 to 23 lower-case letters, digits and hyphens"],
            Change.Of("name = \"mailbox\"", "name = \"mailbox-of-23-character\"")),
        new(
            "MHV0104",
            Change.Of("name = \"mailbox\"", "name = \"ram\""),
            ["system.toml:23:8: MHV0104: partition 'safety' has another region 'ram'; rename it"],
            Change.Of("name = \"mailbox\"", "name = \"ram-2\"")),
        new(
            "MHV0105",
            Change.Of("gain=3", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            ["system.toml:19:13: MHV0105: the arguments of 'safety' have 256 bytes; shorten them to 255"],
            Change.Of("gain=3", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
        new(
            "MHV0105",
            Change.Of("gain=3", "gain\\u00003"),
            ["system.toml:19:13: MHV0105: the arguments of 'safety' contain a zero; leave it out"],
            Change.None),
        new(
            "MHV0108",
            Change.Of("[schedule]", "[schedule]\nname = \"Normal\""),
            ["system.toml:8:8: MHV0108: 'Normal' is no name for a schedule; use 1 to 31 lower-case letters, digits and hyphens"],
            Change.Of("[schedule]", "[schedule]\nname = \"normal-1\"")),
        new(
            "MHV0110",
            Change.Of("shared = \"mailbox\"", "shared = \"mail box\"")
                .And("shared = \"mailbox\"", "shared = \"mail box\""),
            [
                "system.toml:27:10: MHV0110: 'mail box' is no name under which regions can be shared; use 1 to 31 lower-case letters, digits and hyphens",
                "system.toml:39:10: MHV0110: 'mail box' is no name under which regions can be shared; use 1 to 31 lower-case letters, digits and hyphens",
            ],
            Change.None),
        new(
            "MHV0111",
            Change.Of("name = \"general\"", "name = \"microhv\"")
                .And("\"general\"", "\"microhv\""),
            ["system.toml:30:8: MHV0111: a partition cannot be called 'microhv'; choose another name"],
            Change.Of("name = \"general\"", "name = \"microhv-2\"")
                .And("\"general\"", "\"microhv-2\"")),
        new(
            "MHV0112",
            Change.Of("gain=3", "gain\\t3"),
            ["system.toml:19:13: warning: MHV0112: the arguments of 'safety' contain a control character; leave it out if it is not meant"],
            Change.None),
    ];
}
