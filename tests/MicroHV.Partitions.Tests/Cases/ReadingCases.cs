// Rules about the description as text: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class ReadingCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0001",
            Change.Of("major-frame = \"10ms\"", "major-frame = \"10ms"),
            ["system.toml:8:20: MHV0001: Invalid newline in a string; correct the TOML syntax"],
            Change.None),
        new(
            "MHV0002",
            Change.Of("vendor", "vendro"),
            ["system.toml:3:1: MHV0002: [machine] knows no key 'vendro'; did you mean 'vendor'?"],
            Change.None),
        new(
            "MHV0002",
            Change.Of("arguments", "zzz"),
            ["system.toml:19:1: MHV0002: a partition knows no key 'zzz'; it knows name, extends, memory, image, project, boot, vcpus, period, duration, system, arguments, ports, other-ports, msrs, cpuid, user-hypercalls, health, restarts, watchdog, region"],
            Change.None),
        new(
            "MHV0003",
            Change.Of("major-frame = \"10ms\"", ""),
            ["system.toml:7:1: MHV0003: [schedule] has no 'major-frame'; add major-frame = \"10ms\""],
            Change.None),
        new(
            "MHV0003",
            Change.Of("duration = \"2ms\"", "vcpu = 0"),
            ["system.toml:10:3: MHV0003: a window has no 'duration'; add duration = \"2ms\""],
            Change.None),
        new(
            "MHV0003",
            Change.Of("size = \"4KiB\"\n", ""),
            ["system.toml:22:1: MHV0003: a region has no 'size'; add size = \"4KiB\""],
            Change.None),
        new(
            "MHV0004",
            Change.Of("\"gain=3\"", "3"),
            ["system.toml:19:13: MHV0004: 'arguments' is an integer; write a string in double quotes"],
            Change.Of("\"gain=3\"", "\"3\"")),
        new(
            "MHV0004",
            Change.Of("\"any\"", "1"),
            ["system.toml:3:10: MHV0004: 'vendor' is an integer; write a string in double quotes"],
            Change.None),
        new(
            "MHV0004",
            Change.Of("{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" }", "\"safety\""),
            ["system.toml:10:3: MHV0004: an element of 'windows' is a string; write a table: { … }"],
            Change.None),
        new(
            "MHV0004",
            Change.Of("{ port = 0x3f8, baud = 115200 }", "\"com1\""),
            ["system.toml:5:11: MHV0004: 'console' is a string; write a table: console = { … }"],
            Change.None),
        new(
            "MHV0005",
            Change.Of("\"10ms\"", "10"),
            ["system.toml:8:15: MHV0005: 10 is not a time for 'major-frame'; write \"10ms\", with ns, us, ms or s"],
            Change.Of("\"10ms\"", "\"10_000us\"")),
        new(
            "MHV0005",
            Change.Of("\"2MiB\"", "\"2MB\""),
            ["system.toml:17:10: MHV0005: \"2MB\" is not a size for 'memory'; write \"16MiB\", with B, KiB, MiB or GiB, or bytes as a number"],
            Change.Of("\"2MiB\"", "2_097_152")),
        new(
            "MHV0005",
            Change.Of("\"1GHz\"", "\"1GHZ\""),
            ["system.toml:4:7: MHV0005: \"1GHZ\" is not a frequency for 'tsc'; write \"1GHz\", with Hz, kHz, MHz or GHz"],
            Change.Of("\"1GHz\"", "\"1000.0MHz\"")),
        new(
            "MHV0005",
            Change.Of("0x60", "\"com9\""),
            ["system.toml:20:10: MHV0005: \"com9\" is neither a port nor a range of ports nor a group of them; write 0x3f8, \"0x3f8-0x3ff\", \"com2\" or { range = \"0x3f8-0x3ff\", reason = \"…\" }; the groups are com1, com2, com3, com4, keyboard, cmos, parallel, post, vga, ide, pci-configuration, reset"],
            Change.Of("0x60", "\"parallel\"")),
        new(
            "MHV0005",
            Change.Of("\"any\"", "\"arm\""),
            ["system.toml:3:10: MHV0005: 'arm' is no value of 'vendor'; write one of \"any\", \"intel\", \"amd\""],
            Change.Of("\"any\"", "\"amd\"")),
        new(
            "MHV0005",
            Change.Of("\"2ms\"", "\"-2ms\""),
            ["system.toml:10:53: MHV0005: \"-2ms\" is not a time for 'duration'; write \"10ms\", with ns, us, ms or s"],
            Change.None),
        new(
            "MHV0005",
            Change.Of("\"32MiB\"", "\"0.3B\""),
            ["system.toml:24:6: MHV0005: \"0.3B\" is not a size for 'at'; write \"16MiB\", with B, KiB, MiB or GiB, or bytes as a number"],
            Change.Of("\"32MiB\"", "\"32768.0KiB\"")),
        new(
            "MHV0006",
            Change.Of("[machine]", "include = \"board.toml\"\n[machine]"),
            ["system.toml:1:11: MHV0006: 'board.toml' does not exist; name a file by its path from the file that names it"],
            Change.Of("[machine]", "include = \"board.toml\"\n[machine]") with { Files = new Dictionary<string, string> { ["board.toml"] = "[expect]\nerrors = []\n" } }),
        new(
            "MHV0007",
            Change.Of("[machine]", "include = \"a.toml\"\n[machine]") with { Files = new Dictionary<string, string> { ["a.toml"] = "include = \"a.toml\"\n" } },
            ["a.toml:1:11: MHV0007: 'a.toml' includes itself, or stands at the end of a chain of 2 files; leave it out"],
            Change.Of("[machine]", "include = \"a.toml\"\n[machine]") with { Files = new Dictionary<string, string> { ["a.toml"] = "include = \"b.toml\"\n", ["b.toml"] = "[expect]\n" } }),
        new(
            "MHV0008",
            Change.Of("[machine]", "expect = \"e.toml\"\n[machine]") with { Files = new Dictionary<string, string> { ["e.toml"] = "[expect]\nerrors = []\n[machine]\n" } },
            ["e.toml:3:1: MHV0008: a file that 'expect' names has 'machine'; leave it out, or name the file in 'include'"],
            Change.Of("[machine]", "expect = \"e.toml\"\n[machine]") with { Files = new Dictionary<string, string> { ["e.toml"] = "[expect]\nerrors = []\n" } }),
        new(
            "MHV0009",
            Change.Of("boot = \"native\"", "boot = \"native\"\nextends = \"worker\""),
            ["system.toml:17:11: MHV0009: there is no template 'worker'; add [template.worker]"],
            Change.Of("boot = \"native\"", "boot = \"native\"\nextends = \"worker\"")
                .And("[schedule]", "[template.worker]\nboot = \"native\"\n\n[schedule]")),
        new(
            "MHV0010",
            Change.Of("boot = \"native\"", "extends = \"worker\"")
                .And("[schedule]", "[template.worker]\nextends = \"worker\"\n\n[schedule]"),
            ["system.toml:8:11: MHV0010: template 'worker' extends itself; leave it out"],
            Change.Of("boot = \"native\"", "extends = \"worker\"")
                .And("[schedule]", "[template.worker]\nextends = \"basis\"\n\n[template.basis]\nboot = \"native\"\n\n[schedule]")),
        new(
            "MHV0011",
            Change.Of("[schedule]", "[template.worker]\nboot = \"native\"\n\n[schedule]"),
            ["system.toml:7:1: warning: MHV0011: nobody extends template 'worker'; extend it or leave it out"],
            Change.Of("[schedule]", "[template.worker]\nboot = \"native\"\n\n[schedule]")
                .And("boot = \"native\"\nmemory", "extends = \"worker\"\nmemory")),
        new(
            "MHV0012",
            Change.Of("boot = \"native\"", "channel = 3"),
            ["system.toml:16:1: MHV0012: 'channel' is reserved for a later version of MicroHV; leave it out"],
            Change.None),
    ];
}
