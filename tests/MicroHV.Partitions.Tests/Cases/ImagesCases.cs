// Rules about images: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class ImagesCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0501",
            Change.Of("image = \"safety.elf\"", ""),
            ["system.toml:14:1: MHV0501: partition 'safety' has nothing to run; write image = \"x.elf\" or project = \"x/x.csproj\""],
            Change.None),
        new(
            "MHV0501",
            Change.Of("image = \"safety.elf\"", "image = \"safety.elf\"\nproject = \"safety\""),
            ["system.toml:14:1: MHV0501: partition 'safety' names an image and a project; write image = \"x.elf\" or project = \"x/x.csproj\""],
            Change.None),
        new(
            "MHV0504",
            Change.Of("safety.elf", "none.elf"),
            ["system.toml:18:9: MHV0504: image 'none.elf' does not exist; build it with a guest kit, or as a static ELF64 executable"],
            Change.None),
        new(
            "MHV0504",
            Change.Only(new TestElf { Machine = 183 }),
            ["system.toml:18:9: MHV0504: image 'safety.elf' is not for x86-64; build it with a guest kit, or as a static ELF64 executable"],
            Change.Only(new TestElf())),
        new(
            "MHV0505",
            Change.Only(new TestElf { Segments = [(1, 0x20_0000, 0x20_0001, [1])] }),
            ["system.toml:18:9: MHV0505: 'safety.elf' has a segment at 0x200000-0x400000, which is not inside the memory of 'safety'; link it into 0x200000-0x3FFFFF or give the partition more memory"],
            Change.Only(new TestElf { Segments = [(1, 0x20_0000, 0x1F_F000, [1])] })),
        new(
            "MHV0506",
            Change.Only(new TestElf { Segments = [(1, 0x20_0000, 0x1000, [1]), (1, 0x20_0FFF, 0x1000, [1])] }),
            ["system.toml:18:9: MHV0506: 'safety.elf' has segments 0x200000-0x200FFF and 0x200FFF-0x201FFE in one place; correct its link script"],
            Change.Only(new TestElf { Segments = [(1, 0x20_0000, 0x1000, [1]), (1, 0x20_1000, 0x1000, [1])] })),
        new(
            "MHV0507",
            Change.Only(new TestElf { Entry = 0x20_1000 }),
            ["system.toml:18:9: MHV0507: 'safety.elf' starts at 0x201000, which is in none of its segments; correct the entry point or the rights of the region"],
            Change.Only(new TestElf { Entry = 0x20_0FFF })),
        new(
            "MHV0508",
            Change.Only(new TestElf { Segments = [(1, 0x20_0000, 0x1F_F001, [1])] }),
            ["system.toml:18:9: warning: MHV0508: 'safety.elf' fills the memory of 'safety' up to 0x3FF001; give the partition more memory"],
            Change.Only(new TestElf { Segments = [(1, 0x20_0000, 0x1F_F000, [1])] })),
    ];
}
