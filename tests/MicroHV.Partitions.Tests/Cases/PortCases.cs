// Rules about ports: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class PortCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0401",
            Change.Of("0x60", "\"0x62-0x60\""),
            ["system.toml:20:10: MHV0401: 0x62-0x60 is no range of ports; write a range such as \"0x3f8-0x3ff\" below 0x10000"],
            Change.Of("0x60", "\"0x62-0x62\"")),
        new(
            "MHV0401",
            Change.Of("0x60", "0x10000"),
            ["system.toml:20:10: MHV0401: 0x10000 is no range of ports; write a range such as \"0x3f8-0x3ff\" below 0x10000"],
            Change.Of("0x60", "0xffff")),
        new(
            "MHV0402",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\nports = [\"0x2ff-0x300\"]"),
            ["system.toml:33:10: MHV0402: 'general' and 'safety' are both granted ports of 0x2FF-0x300; grant them to one of them"],
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\nports = [\"0x300-0x301\"]")),
        new(
            "MHV0403",
            Change.Of("0x60", "0x3f8"),
            ["system.toml:20:10: MHV0403: port grant 0x3F8 of 'safety' reaches the console, which is the kernel's; leave these ports out"],
            Change.Of("0x60", "0x3f7")),
        new(
            "MHV0403",
            Change.Of("0x60", "0x20"),
            ["system.toml:20:10: MHV0403: port grant 0x20 of 'safety' reaches the interrupt controller, which is the kernel's; leave these ports out"],
            Change.None),
        new(
            "MHV0404",
            Change.Of("0x60", "\"pci-configuration\""),
            [
                "system.toml:20:10: MHV0404: port grant pci-configuration of 'safety' reaches PCI configuration; leave it out or write { range = \"pci-configuration\", reason = \"…\" }",
                "system.toml:20:10: MHV0404: port grant pci-configuration of 'safety' reaches reset; leave it out or write { range = \"pci-configuration\", reason = \"…\" }",
            ],
            Change.Of("0x60", "{ range = \"pci-configuration\", reason = \"the bridge is this partition's\" }")),
        new(
            "MHV0404",
            Change.Of("0x60", "0x92"),
            ["system.toml:20:10: MHV0404: port grant 0x92 of 'safety' reaches reset; leave it out or write { range = \"0x92\", reason = \"…\" }"],
            Change.Of("0x60", "0x93")),
        new(
            "MHV0404",
            Change.Of("0x60", "\"cmos\""),
            ["system.toml:20:10: MHV0404: port grant cmos of 'safety' reaches the mask of NMIs; leave it out or write { range = \"cmos\", reason = \"…\" }"],
            Change.Of("0x60", "0x71")),
        new(
            "MHV0405",
            Change.Of("0x60", "0x2f9"),
            ["system.toml:20:17: warning: MHV0405: port grant 0x2F8-0x2FF of 'safety' has ports of 0x2F9 again; write every port once"],
            Change.Of("0x60", "0x2f7")),
    ];
}
