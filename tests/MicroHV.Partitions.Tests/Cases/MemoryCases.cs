// Rules about memory: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class MemoryCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0201",
            Change.Of("\"32MiB\"", "0x2000010"),
            ["system.toml:24:6: MHV0201: the address of 'safety.mailbox', 0x2000010, is no multiple of 4KiB; round it to 0x2000000 or one page more"],
            Change.Of("\"32MiB\"", "0x2001000")),
        new(
            "MHV0201",
            Change.Of("size = \"4KiB\"", "size = 0")
                .And("size = \"4KiB\"", "size = 0"),
            [
                "system.toml:25:8: MHV0201: 'safety.mailbox' has no size; give it at least 4KiB",
                "system.toml:37:8: MHV0201: 'general.mailbox' has no size; give it at least 4KiB",
            ],
            Change.None),
        new(
            "MHV0201",
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = 0x1000800 }"),
            ["system.toml:17:34: MHV0201: the host address of 'safety.ram', 0x1000800, is no multiple of 4KiB; round it to 0x1000000 or one page more"],
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = 0x1001000 }")),
        new(
            "MHV0202",
            Change.Of("\"32MiB\"", "0x400000000000"),
            ["system.toml:24:6: MHV0202: 'safety.mailbox' reaches guest-physical 0x400000000FFF; keep it below 0x400000000000"],
            Change.Of("\"32MiB\"", "0x3ffffffff000")),
        new(
            "MHV0203",
            Change.Of("\"32MiB\"", "\"3MiB\""),
            ["system.toml:24:6: MHV0203: 'safety.mailbox' at 0x300000-0x300FFF overlaps 'safety.ram' at 0x200000-0x3FFFFF; move one of them"],
            Change.Of("\"32MiB\"", "\"4MiB\"")),
        new(
            "MHV0204",
            Change.Of("\"32MiB\"", "0"),
            ["system.toml:24:6: MHV0204: 'safety.mailbox' begins in page 0, where a null pointer would find it; move it to 0x200000 or above"],
            Change.None),
        new(
            "MHV0205",
            Change.Of("rights = \"rw\"", "rights = \"w\""),
            ["system.toml:26:10: MHV0205: 'w' are no rights for 'safety.mailbox'; write r, rw, rx or rwx"],
            Change.Of("rights = \"rw\"", "rights = \"wr\"")),
        new(
            "MHV0205",
            Change.Of("rights = \"rw\"", "rights = \"rrw\""),
            ["system.toml:26:10: MHV0205: 'rrw' are no rights for 'safety.mailbox'; write r, rw, rx or rwx"],
            Change.None),
        new(
            "MHV0206",
            Change.Of("size = \"4MiB\"", "size = \"1024GiB\"")
                .And("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = \"4GiB\", size = \"4096GiB\" }")
                .And("at = \"32MiB\"", "at = \"2048GiB\"")
                .And("at = \"32MiB\"", "at = \"2048GiB\""),
            ["system.toml:29:1: MHV0206: the regions of 'general' need more than 508 page tables; align large regions to 2MiB or make them smaller"],
            Change.Of("size = \"4MiB\"", "size = \"256GiB\"")
                .And("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = \"4GiB\", size = \"4096GiB\" }")
                .And("at = \"32MiB\"", "at = \"2048GiB\"")
                .And("at = \"32MiB\"", "at = \"2048GiB\"")),
        new(
            "MHV0207",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\nrights = \"rwx\""),
            ["system.toml:38:10: warning: MHV0207: 'general.extra' is writable and executable; leave w or x out of its rights"],
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\nrights = \"rx\"")),
        new(
            "MHV0210",
            Change.Of("\"112MiB\"", "\"5MiB\""),
            ["system.toml:31:19: MHV0210: no room for the 4MiB of 'general.ram' in the machine's memory; add memory to [machine] or make partitions smaller"],
            Change.Of("\"112MiB\"", "\"8MiB\"")),
        new(
            "MHV0220",
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"20MiB\" }")
                .And("at = \"2MiB\" }", "at = \"2MiB\", host = \"20MiB\" }"),
            ["system.toml:31:47: MHV0220: 'general.ram' and 'safety.ram' share frames 0x1400000-0x15FFFFF; move one of them or give both the same 'shared' name"],
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"20MiB\" }")
                .And("at = \"2MiB\" }", "at = \"2MiB\", host = \"22MiB\" }")),
        new(
            "MHV0221",
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"1MiB\" }")
                .And("at = \"16MiB\"", "at = \"1MiB\""),
            ["system.toml:17:34: MHV0221: 'safety.ram' at 0x100000-0x2FFFFF reaches the kernel's own memory, 0x100000-0x17EFFF; move it behind 0x17F000"],
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"4MiB\" }")
                .And("at = \"16MiB\"", "at = \"1MiB\"")),
        new(
            "MHV0222",
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"127MiB\" }"),
            ["system.toml:17:34: MHV0222: 'safety.ram' at 0x7F00000-0x80FFFFF is not inside the memory of [machine]; move it there, leave 'host' out, or say device = true"],
            Change.Of("memory = \"2MiB\"", "memory = { size = \"2MiB\", host = \"126MiB\" }")),
        new(
            "MHV0223",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nreason = \"registers only\""),
            ["system.toml:34:1: MHV0223: device 'general.extra' does not say where it is; add host = \"0x…\""],
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nhost = 0xf0000000\nreason = \"registers only\"")),
        new(
            "MHV0223",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nhost = \"64MiB\"\nreason = \"registers only\""),
            ["system.toml:39:8: MHV0223: device 'general.extra' at 0x4000000-0x4001FFF lies in the memory of [machine]; leave device = true out, or correct 'host'"],
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nhost = \"128MiB\"\nreason = \"registers only\"")),
        new(
            "MHV0224",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nhost = 0xfebff000\nreason = \"registers only\""),
            ["system.toml:39:8: MHV0224: 'general.extra' at 0xFEBFF000-0xFEC00FFF reaches an I/O APIC; leave it to the kernel"],
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nhost = 0xfebfe000\nreason = \"registers only\"")),
        new(
            "MHV0225",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nhost = 0xf0000000"),
            ["system.toml:34:1: MHV0225: device 'general.extra' could reach all memory by DMA; add reason = \"…\" saying why it cannot or may"],
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\nhost = 0xf0000000\nreason = \"registers only\"")),
        new(
            "MHV0226",
            Change.Of("size = \"4KiB\"", "size = \"8KiB\""),
            ["system.toml:39:10: MHV0226: 'general.mailbox' and 'safety.mailbox' share 'mailbox' with different sizes; write the same in both"],
            Change.Of("size = \"4KiB\"", "size = \"8KiB\"")
                .And("size = \"4KiB\"", "size = \"8KiB\"")),
        new(
            "MHV0227",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\nshared = \"extra\""),
            ["system.toml:38:10: MHV0227: nobody else shares 'extra' with 'general.extra'; add it to a second partition or leave 'shared' out"],
            Change.None),
        new(
            "MHV0228",
            Change.Of("rights = \"rw\"", "rights = \"r\""),
            ["system.toml:27:10: warning: MHV0228: nobody can write 'mailbox', so that it stays zero; give one partition rights = \"rw\""],
            Change.None),
        new(
            "MHV0229",
            Change.Of("rights = \"r\"\n", "rights = \"rw\"\n"),
            ["system.toml:38:10: note: MHV0229: 'general.mailbox' and 'safety.mailbox' both write 'mailbox'; a region for each direction keeps each from changing what the other wrote"],
            Change.None),
        new(
            "MHV0230",
            Change.Of("rights = \"r\"\n", "rights = \"rx\"\n"),
            ["system.toml:38:10: warning: MHV0230: 'general.mailbox' may execute what 'safety' writes; leave x out of its rights"],
            Change.None),
        new(
            "MHV0231",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\ntype = \"wb\"\nhost = 0xf0000000\nreason = \"registers only\""),
            ["system.toml:39:8: warning: MHV0231: device 'general.extra' has memory type wb; leave 'type' out, or write \"wc\" for a frame buffer"],
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\ndevice = true\ntype = \"wc\"\nhost = 0xf0000000\nreason = \"a frame buffer\"")),
        new(
            "MHV0232",
            Change.Of("image = \"general.elf\"", "image = \"general.elf\"\n\n[[partition.region]]\nname = \"extra\"\nat = \"48MiB\"\nsize = \"8KiB\"\nreason = \"because\""),
            ["system.toml:38:10: note: MHV0232: 'general.extra' is no device and needs no reason; make it a comment, or say device = true"],
            Change.None),
    ];
}
