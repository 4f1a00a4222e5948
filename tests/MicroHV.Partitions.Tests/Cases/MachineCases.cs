// Rules about machines, expectations and limits of the kernel: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class MachineCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0601",
            Change.Of("at = \"16MiB\"", "at = 0x1000001"),
            ["system.toml:2:11: MHV0601: memory 0x1000001-0x8000000 is empty or not aligned; use multiples of 4KiB"],
            Change.Of("at = \"16MiB\"", "at = 0x1001000")),
        new(
            "MHV0601",
            Change.Of("at = \"16MiB\"", "at = 0xff000"),
            ["system.toml:2:11: MHV0601: memory 0xFF000-0x70FEFFF reaches the firmware's first MiB; begin at 1MiB or above"],
            Change.Of("at = \"16MiB\"", "at = \"1MiB\"")),
        new(
            "MHV0602",
            Change.Of("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = 0x7fff000, size = \"4KiB\" }"),
            ["system.toml:2:46: MHV0602: memory 0x7FFF000-0x7FFFFFF overlaps 0x1000000-0x7FFFFFF; list every address once"],
            Change.Of("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = 0x8000000, size = \"4KiB\" }")),
        new(
            "MHV0603",
            Change.Of("port = 0x3f8", "port = 0x3f0"),
            ["system.toml:5:20: MHV0603: 0x3F0 is no serial port; write 0x3f8, 0x2f8, 0x3e8 or 0x2e8"],
            Change.Of("port = 0x3f8", "port = 0x3e8")),
        new(
            "MHV0604",
            Change.Of("115200", "110000"),
            ["system.toml:5:34: MHV0604: a serial port cannot run at 110000 baud; write 115200, 57600, 38400, 19200 or 9600"],
            Change.Of("115200", "57600")),
        new(
            "MHV0607",
            Change.Of("vendor = \"any\"", "cpus = 0"),
            ["system.toml:3:8: MHV0607: a machine of 0 CPUs cannot be planned for; choose 1 to 64"],
            Change.Of("vendor = \"any\"", "cpus = 1")),
        new(
            "MHV0608",
            Change.Of("vendor = \"any\"", "apic-ids = [0xffffffff]"),
            ["system.toml:3:13: MHV0608: no CPU has local APIC id 0xFFFFFFFF; write the ids of CPUs, or leave 'apic-ids' out"],
            Change.Of("vendor = \"any\"", "apic-ids = [0xfffffffe]")),
        new(
            "MHV0609",
            Change.Of("\"1GHz\"", "\"999.999kHz\""),
            ["system.toml:4:7: MHV0609: no TSC runs at 999999Hz; write one from 1MHz to 100GHz"],
            Change.Of("\"1GHz\"", "\"1MHz\"")),
        new(
            "MHV0610",
            Change.Of("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = 0xffffffffff000, size = \"8KiB\" }"),
            ["system.toml:2:46: MHV0610: memory 0xFFFFFFFFFF000-0x10000000000FFF reaches beyond what a processor can address; keep it below 0x10000000000000"],
            Change.Of("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = 0xffffffffff000, size = \"4KiB\" }")),
        new(
            "MHV0611",
            Change.Of("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = \"1GiB\", size = \"4KiB\" }"),
            ["system.toml:2:46: note: MHV0611: no region lies in memory 0x40000000-0x40000FFF; leave it out if it is not a reserve"],
            Change.None),
        new(
            "MHV0612",
            Change.Of("{ at = \"16MiB\", size = \"112MiB\" }", "{ at = \"16MiB\", size = \"112MiB\" }, { at = \"2GiB\", size = \"4GiB\" }"),
            [
                "system.toml:2:46: MHV0612: memory 0x80000000-0x17FFFFFFF reaches an I/O APIC at 0xFEC00000; list the memory below and above as two ranges",
                "system.toml:2:46: MHV0612: memory 0x80000000-0x17FFFFFFF reaches the local APIC at 0xFEE00000; list the memory below and above as two ranges",
            ],
            Change.None),
        new(
            "MHV0613",
            Change.Of("vendor = \"any\"", "cpus = 2\napic-ids = [0]"),
            ["system.toml:4:13: MHV0613: 1 of 2 local APIC ids are written; write one for each CPU, CPU 0 first, or leave 'apic-ids' out"],
            Change.Of("vendor = \"any\"", "cpus = 2\napic-ids = [0, 4]")),
        new(
            "MHV0614",
            Change.Of("vendor = \"any\"", "cpus = 3\napic-ids = [0, 4, 4]"),
            ["system.toml:4:19: MHV0614: local APIC id 4 is written twice; write the id of another CPU"],
            Change.Of("vendor = \"any\"", "cpus = 3\napic-ids = [0, 4, 5]")),
        new(
            "MHV0615",
            Change.Of("[machine]", "[trace]\nbuffer = \"10000B\"\n\n[machine]"),
            ["system.toml:2:10: MHV0615: no CPU can have a trace of 10000B; write a multiple of 4KiB from 8KiB to 64MiB, or leave 'buffer' out"],
            Change.Of("[machine]", "[trace]\nbuffer = \"8KiB\"\n\n[machine]")),
        new(
            "MHV0615",
            Change.Of("[machine]", "[trace]\nbuffer = \"4KiB\"\n\n[machine]"),
            ["system.toml:2:10: MHV0615: no CPU can have a trace of 4KiB; write a multiple of 4KiB from 8KiB to 64MiB, or leave 'buffer' out"],
            Change.Of("[machine]", "[trace]\nbuffer = 16384\n\n[machine]")),
        new(
            "MHV0615",
            Change.Of("[machine]", "[trace]\nbuffer = 0x4001000\n\n[machine]"),
            ["system.toml:2:10: MHV0615: no CPU can have a trace of 65540KiB; write a multiple of 4KiB from 8KiB to 64MiB, or leave 'buffer' out"],
            Change.Of("[machine]", "[trace]\nbuffer = \"8MiB\"\n\n[machine]")),
        new(
            "MHV0701",
            Change.Of("[[partition]]", "[expect]\nerrors = [\"nobody: DeadVcpu\"]\n\n[[partition]]"),
            ["system.toml:15:11: MHV0701: there is no partition 'nobody'; name one of safety, general"],
            Change.Of("[[partition]]", "[expect]\nerrors = [\"general: DeadVcpu\"]\n\n[[partition]]")),
        new(
            "MHV0702",
            Change.Of("[[partition]]", "[expect]\nerrors = [\"general: DeadVcpu\", \"general: PortViolation\"]\n\n[[partition]]"),
            ["system.toml:15:32: MHV0702: 'general' cannot make PortViolation after DeadVcpu, which ends it; leave one of them out"],
            Change.Of("[[partition]]", "[expect]\nerrors = [\"general: DeadVcpu\", \"safety: PortViolation\"]\n\n[[partition]]")),
        new(
            "MHV0703",
            Change.Of("[[partition]]", "[expect]\nwindow-bound = \"200us\"\n\n[[partition]]"),
            ["system.toml:15:16: MHV0703: nothing shows when windows begin and end; write '[trace]' with a 'buffer', for example \"256KiB\""],
            Change.Of("[[partition]]", "[expect]\nwindow-bound = \"200us\"\n\n[trace]\nbuffer = \"256KiB\"\n\n[[partition]]")),
    ];
}
