// Rules about MSRs and CPUID: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class PolicyCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0410",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = 0x2000, reason = \"why\" }]"),
            ["system.toml:21:9: MHV0410: 0x2000 is no range of MSRs that can be granted; write a range such as \"0x19c-0x19d\" below 0x2000, or one from 0xc0000000 or 0xc0010000"],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = 0x1fff, reason = \"why\" }]")),
        new(
            "MHV0410",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = \"0x19d-0x19c\", reason = \"why\" }]"),
            ["system.toml:21:9: MHV0410: 0x19D-0x19C is no range of MSRs that can be granted; write a range such as \"0x19c-0x19d\" below 0x2000, or one from 0xc0000000 or 0xc0010000"],
            Change.None),
        new(
            "MHV0411",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = \"0x198-0x1a0\", access = \"rw\", reason = \"why\" }]"),
            ["system.toml:21:9: MHV0411: MSR grant 0x198-0x1A0 of 'safety' lets it write MSR 0x1A0, which is the kernel's; grant it for reading, access = \"r\", or leave it out"],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = \"0x198-0x1a0\", access = \"r\", reason = \"why\" }]")),
        new(
            "MHV0412",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [\"thermal\"]"),
            ["system.toml:21:9: MHV0412: MSR grant thermal of 'safety' reaches what others use too; leave it out or write { range = \"thermal\", reason = \"…\" }"],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = \"thermal\", reason = \"it watches the temperature\" }]")),
        new(
            "MHV0413",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = \"counters\", access = \"rw\", reason = \"why\" }]")
                .And("image = \"general.elf\"", "image = \"general.elf\"\nmsrs = [{ range = 0xc1, reason = \"why\" }]"),
            ["system.toml:21:9: warning: MHV0413: 'general' sees what 'safety' writes to MSRs counters; grant them to one partition"],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = \"counters\", access = \"rw\", reason = \"why\" }]")),
        new(
            "MHV0414",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [0xc0000101]"),
            ["system.toml:21:9: note: MHV0414: every partition may use MSRs 0xC0000101, switched with its virtual CPU; leave it out"],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = \"0xc0000101-0xc0000103\", reason = \"why\" }]")),
        new(
            "MHV0415",
            Change.Of("vendor = \"any\"", "vendor = \"intel\"")
                .And("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = 0xc0011029, reason = \"why\" }]"),
            ["system.toml:21:9: warning: MHV0415: the bitmaps of VT-x have no bit for MSRs 0xC0011029: they stay #GP; leave them out"],
            Change.Of("vendor = \"any\"", "vendor = \"amd\"")
                .And("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [{ range = 0xc0011029, reason = \"why\" }]")),
        new(
            "MHV0420",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\ncpuid = { hide = [\"0xd.0.eax.0\", \"0xd.1.eax.0\", \"0xd.2.eax.0\", \"0xd.3.eax.0\", \"0xd.4.eax.0\", \"0xd.5.eax.0\", \"0xd.6.eax.0\", \"0xd.7.eax.0\", \"0xd.8.eax.0\", \"0xd.9.eax.0\", \"0xd.10.eax.0\", \"0xd.11.eax.0\", \"0xd.12.eax.0\", \"0xd.13.eax.0\", \"0xd.14.eax.0\", \"0xd.15.eax.0\", \"0xd.16.eax.0\"] }"),
            ["system.toml:21:265: MHV0420: partition 'safety' hides bits of 17 leaves and subleaves of CPUID; hide less: 16 are the most"],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\ncpuid = { hide = [\"0xd.0.eax.0\", \"0xd.1.eax.0\", \"0xd.2.eax.0\", \"0xd.3.eax.0\", \"0xd.4.eax.0\", \"0xd.5.eax.0\", \"0xd.6.eax.0\", \"0xd.7.eax.0\", \"0xd.8.eax.0\", \"0xd.9.eax.0\", \"0xd.10.eax.0\", \"0xd.11.eax.0\", \"0xd.12.eax.0\", \"0xd.13.eax.0\", \"0xd.14.eax.0\", \"0xd.15.eax.0\", \"0xd.0.ebx.1\"] }")),
        new(
            "MHV0005",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\ncpuid = { hide = [\"avx3\"] }"),
            ["system.toml:21:19: MHV0005: 'avx3' is no feature of CPUID; did you mean 'avx'? or write \"avx\" or \"7.0.ebx.18\""],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\ncpuid = { hide = [\"avx2\"] }")),
        new(
            "MHV0005",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nmsrs = [\"temperature\"]"),
            ["system.toml:21:9: MHV0005: \"temperature\" is neither an MSR nor a range of MSRs nor a group of them; write 0x19c, \"0x19c-0x19d\", \"thermal\" or { range = \"0x19c\", access = \"r\", reason = \"…\" }; the groups are platform, frequency, performance-status, thermal, energy, counters"],
            Change.None),
        new(
            "MHV0004",
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nuser-hypercalls = \"yes\""),
            ["system.toml:21:19: MHV0004: 'user-hypercalls' is a string; write true or false"],
            Change.Of("0x60, \"0x2f8-0x2ff\"]", "0x60]\nuser-hypercalls = true")),
    ];
}
