// Rules about schedules, CPUs and virtual CPUs: each broken by one change of the system that has several, and just kept by
// another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class ScheduleCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0109",
            Change.OfSchedules("name = \"rescue\"", "name = \"normal\""),
            ["system.toml:20:8: MHV0109: another schedule is called 'normal'; give each a 'name' of its own"],
            Change.OfSchedules("name = \"rescue\"", "name = \"rescue-2\"")),
        new(
            "MHV0108",
            Change.OfSchedules("name = \"rescue\"", "name = \"Rescue\""),
            ["system.toml:20:8: MHV0108: 'Rescue' is no name for a schedule; use 1 to 31 lower-case letters, digits and hyphens"],
            Change.OfSchedules("name = \"rescue\"", "name = \"r\"")),
        new(
            "MHV0302",
            Change.OfSchedules("start = \"0ms\", duration = \"5ms\"", "start = \"16ms\", duration = \"5ms\""),
            ["system.toml:25:3: MHV0302: the window of 'logger' ends at 21ms but the major frame at 20ms; shorten it or lengthen major-frame"],
            Change.OfSchedules("start = \"0ms\", duration = \"5ms\"", "start = \"15ms\", duration = \"5ms\"")),
        new(
            "MHV0303",
            Change.OfSchedules("cpu = 1, start = \"6ms\"", "cpu = 1, start = \"5.9ms\""),
            ["system.toml:15:3: MHV0303: the window of 'logger' begins at 5900us, before the one of 'worker' ends at 6ms; sort windows by start and let none overlap"],
            Change.OfSchedules("cpu = 1, start = \"6ms\"", "cpu = 1, start = \"6.1ms\"")),
        new(
            "MHV0304",
            Change.OfSchedules("cpu = 1, start = \"6ms\", duration = \"2ms\"", "cpu = 1, start = \"6ms\", duration = \"49us\""),
            ["system.toml:15:62: MHV0304: the window of 'logger' lasts 49us; give it at least 50us"],
            Change.OfSchedules("cpu = 1, start = \"6ms\", duration = \"2ms\"", "cpu = 1, start = \"6ms\", duration = \"50us\"")),
        new(
            "MHV0305",
            Change.OfSchedules("{ partition = \"logger\", cpu = 1, start = \"0ms\"", "{ partition = \"loger\", cpu = 1, start = \"0ms\""),
            ["system.toml:25:17: MHV0305: no partition is called 'loger'; did you mean 'logger'?"],
            Change.NoneOfSchedules),
        new(
            "MHV0306",
            Change.OfSchedules("absent = [\"worker\"]\n", ""),
            ["system.toml:20:8: MHV0306: schedule 'rescue' has no window of partition 'worker'; add one, or say absent = [\"worker\"]"],
            Change.OfSchedules("absent = [\"worker\"]", "absent = ['worker']")),
        new(
            "MHV0306",
            Change.OfSchedules("  { partition = \"logger\", cpu = 1, start = \"0ms\", duration = \"5ms\" },\n", ""),
            ["system.toml:20:8: MHV0306: schedule 'rescue' has no window of partition 'logger'; add one, or say absent = [\"logger\"]"],
            Change.OfSchedules("  { partition = \"logger\", cpu = 1, start = \"0ms\", duration = \"5ms\" },\n]", "]\nbackground = [{ partition = \"logger\", cpu = 1 }]")),
        new(
            "MHV0308",
            Change.OfSchedules("vcpu = 1, cpu = 1", "vcpu = 1, cpu = 2"),
            ["system.toml:14:43: MHV0308: the window of 'worker' is on CPU 2, and the machine has 2; count CPUs from 0, or set [machine].cpus"],
            Change.OfSchedules("cpus = 2", "cpus = 3")),
        new(
            "MHV0308",
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"logger\", cpu = 2 }]"),
            ["system.toml:17:45: MHV0308: the background of 'logger' is on CPU 2, and the machine has 2; count CPUs from 0, or set [machine].cpus"],
            Change.NoneOfSchedules),
        new(
            "MHV0309",
            Change.OfSchedules("vcpu = 1, cpu = 1", "vcpu = 2, cpu = 1"),
            ["system.toml:14:34: MHV0309: the window is for virtual CPU 2 of 'worker', which has 2; count virtual CPUs from 0, or set 'vcpus'"],
            Change.NoneOfSchedules),
        new(
            "MHV0309",
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"logger\", cpu = 1, vcpu = 1 }]"),
            ["system.toml:17:55: MHV0309: the background is for virtual CPU 1 of 'logger', which has 1; count virtual CPUs from 0, or set 'vcpus'"],
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"worker\", cpu = 1, vcpu = 1 }]")),
        new(
            "MHV0310",
            Change.OfSchedules("{ partition = \"logger\", cpu = 1, start = \"0ms\"", "{ partition = \"logger\", cpu = 0, start = \"12ms\""),
            ["system.toml:25:33: MHV0310: 'logger' has a window on CPU 0 and another on CPU 1; put all windows of a virtual CPU on one CPU"],
            Change.NoneOfSchedules),
        new(
            "MHV0310",
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"logger\" }]"),
            ["system.toml:17:15: MHV0310: 'logger' has a background on CPU 0 and its window on CPU 1; put all windows of a virtual CPU on one CPU"],
            Change.NoneOfSchedules),
        new(
            "MHV0311",
            Change.OfSchedules("vcpus = 2", "vcpus = 3"),
            ["system.toml:42:9: MHV0311: virtual CPU 2 of 'worker' has no window in schedule 'normal'; add one, or have fewer virtual CPUs"],
            Change.NoneOfSchedules),
        new(
            "MHV0311",
            Change.OfSchedules("  { partition = \"worker\", vcpu = 1, cpu = 1, start = \"0ms\", duration = \"6ms\" },\n", ""),
            ["system.toml:41:9: MHV0311: virtual CPU 1 of 'worker' has no window in schedule 'normal'; add one, or have fewer virtual CPUs"],
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"worker\", cpu = 1, vcpu = 1 }]")),
        new(
            "MHV0312",
            Change.OfSchedules("period = \"5ms\"\n", ""),
            ["system.toml:35:12: MHV0312: partition 'commander' has a duration without a period; add period = \"…\""],
            Change.NoneOfSchedules),
        new(
            "MHV0313",
            Change.OfSchedules("demands = [{ partition = \"commander\", period = \"10ms\", duration = \"2ms\" }]", "demands = [{ partition = \"commander\", period = \"1ms\", duration = \"2ms\" }]"),
            ["system.toml:28:66: MHV0313: partition 'commander' demands 2ms in every 1ms; demand something, and less than all"],
            Change.NoneOfSchedules),
        new(
            "MHV0314",
            Change.OfSchedules("period = \"5ms\"", "period = \"4ms\""),
            ["system.toml:35:10: MHV0314: the period of 'commander', 4ms, does not divide the major frame of 'normal', 10ms; change one of them"],
            Change.NoneOfSchedules),
        new(
            "MHV0314",
            Change.OfSchedules("demands = [{ partition = \"commander\", period = \"10ms\"", "demands = [{ partition = \"commander\", period = \"8ms\""),
            ["system.toml:28:48: MHV0314: the period of 'commander', 8ms, does not divide the major frame of 'rescue', 20ms; change one of them"],
            Change.NoneOfSchedules),
        new(
            "MHV0315",
            Change.OfSchedules("start = \"5ms\", duration = \"1ms\"", "start = \"5ms\", duration = \"999us\""),
            ["system.toml:36:12: MHV0315: partition 'commander' gets 999us in period 1 of schedule 'normal' and demands 1ms; lengthen its windows or add one in that period"],
            Change.OfSchedules("start = \"5ms\", duration = \"1ms\"", "start = \"5ms\", duration = \"1001us\"")),
        new(
            "MHV0315",
            Change.OfSchedules("demands = [{ partition = \"commander\", period = \"10ms\", duration = \"2ms\" }]\n", ""),
            ["system.toml:35:12: MHV0315: partition 'commander' gets 0ns in period 1 of schedule 'rescue' and demands 1ms; lengthen its windows or add one in that period"],
            Change.OfSchedules("demands = [{ partition = \"commander\", period = \"10ms\", duration = \"2ms\" }]", "demands = [{ partition = \"commander\", period = \"20ms\", duration = \"4ms\" }]")),
        new(
            "MHV0315",
            Change.OfSchedules("vcpus = 2", "vcpus = 2\nperiod = \"10ms\"\nduration = \"5ms\""),
            ["system.toml:44:12: MHV0315: virtual CPU 0 of 'worker' gets 4ms in period 0 of schedule 'normal' and demands 5ms; lengthen its windows or add one in that period"],
            Change.OfSchedules("vcpus = 2", "vcpus = 2\nperiod = \"10ms\"\nduration = \"4ms\"")),
        new(
            "MHV0317",
            Change.OfSchedules("vcpus = 2", "vcpus = 65"),
            ["system.toml:42:9: MHV0317: partition 'worker' cannot have 65 virtual CPUs; choose 1 to 64"],
            Change.NoneOfSchedules),
        new(
            "MHV0318",
            Change.OfSchedules("initial-schedule = \"normal\"", "initial-schedule = \"norml\""),
            ["system.toml:1:20: MHV0318: no schedule is called 'norml'; did you mean 'normal'?"],
            Change.OfSchedules("initial-schedule = \"normal\"", "initial-schedule = \"rescue\"")),
        new(
            "MHV0319",
            Change.OfSchedules("absent = [\"worker\"]", "absent = [\"worker\", \"worke\"]"),
            ["system.toml:27:21: MHV0319: no partition is called 'worke'; did you mean 'worker'?"],
            Change.NoneOfSchedules),
        new(
            "MHV0319",
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"loger\", cpu = 1 }]"),
            ["system.toml:17:29: MHV0319: no partition is called 'loger'; did you mean 'logger'?"],
            Change.NoneOfSchedules),
        new(
            "MHV0319",
            Change.OfSchedules("demands = [{ partition = \"commander\", period", "demands = [{ partition = \"comander\", period"),
            ["system.toml:28:26: MHV0319: no partition is called 'comander'; did you mean 'commander'?"],
            Change.NoneOfSchedules),
        new(
            "MHV0320",
            Change.OfSchedules("absent = [\"worker\"]", "absent = [\"worker\", \"logger\"]"),
            ["system.toml:27:21: MHV0320: 'logger' is said to be absent from schedule 'rescue' and has a window in it; leave one of them out"],
            Change.NoneOfSchedules),
        new(
            "MHV0320",
            Change.OfSchedules("demands = [{ partition = \"commander\"", "demands = [{ partition = \"worker\", period = \"20ms\", duration = \"1ms\" }, { partition = \"commander\""),
            ["system.toml:27:11: MHV0320: 'worker' is said to be absent from schedule 'rescue' and has a demand in it; leave one of them out"],
            Change.NoneOfSchedules),
        new(
            "MHV0321",
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"logger\", cpu = 1 }, { partition = \"worker\", vcpu = 1, cpu = 1 }]"),
            ["system.toml:17:50: MHV0321: CPU 1 has two backgrounds in schedule 'normal', 'logger' and 'worker'; leave one of them out"],
            Change.OfSchedules("background = [{ partition = \"logger\", cpu = 1 }]", "background = [{ partition = \"logger\", cpu = 1 }, { partition = \"worker\", vcpu = 0, cpu = 0 }]")),
        new(
            "MHV0322",
            Change.OfSchedules("absent = [\"worker\"]", "absent = [\"worker\", \"worker\"]"),
            ["system.toml:27:21: MHV0322: schedule 'rescue' says this of 'worker' twice; leave one of them out"],
            Change.NoneOfSchedules),
        new(
            "MHV0322",
            Change.OfSchedules("demands = [{ partition = \"commander\"", "demands = [{ partition = \"commander\", period = \"20ms\", duration = \"2ms\" }, { partition = \"commander\""),
            ["system.toml:28:90: MHV0322: schedule 'rescue' says this of 'commander' twice; leave one of them out"],
            Change.NoneOfSchedules),
        new(
            "MHV0323",
            Change.OfSchedules("[[partition]]\nname = \"logger\"", "[[partition]]\nname = \"ghost\"\nmemory = \"64KiB\"\nimage = \"safety.elf\"\n\n[[partition]]\nname = \"logger\"")
                .And("background =", "absent = [\"ghost\"]\nbackground =")
                .And("absent = [\"worker\"]", "absent = [\"worker\", \"ghost\"]"),
            ["system.toml:17:11: MHV0323: partition 'ghost' is absent from every schedule, so it would never run; give it a window in one of them"],
            Change.OfSchedules("absent = [\"worker\"]", "absent = [ \"worker\", ]")),
        new(
            "MHV0324",
            Change.OfSchedules("{ partition = \"commander\", start = \"5ms\", duration = \"1ms\" },", "{ partition = \"commander\", start = \"5ms\", duration = \"1ms\" },\n  { partition = \"commander\", start = \"7ms\", duration = \"1ms\", periodic-start = true },"),
            ["system.toml:14:3: MHV0324: the window of 'commander' at 7ms is not the first one in a period of 5ms; leave periodic-start out here, or move the window"],
            Change.OfSchedules("start = \"5ms\", duration = \"1ms\"", "start = \"5ms\", duration = \"1ms\", periodic-start = true")),
        new(
            "MHV0326",
            Change.OfSchedules("system = true\n", ""),
            ["system.toml:20:8: warning: MHV0326: nobody may ask for schedule 'rescue', so it would never run; give a partition system = true, or switch to it by a health table"],
            Change.OfSchedules("system = true", "user-hypercalls = true\nsystem = true")),
        new(
            "MHV0327",
            Change.OfSchedules("absent = [\"worker\"]", "absent = [\"worker\", \"commander\"]")
                .And("  { partition = \"commander\", start = \"0ms\", duration = \"2ms\" },\n  { partition = \"commander\", start = \"10ms\", duration = \"2ms\" },\n", "")
                .And("demands = [{ partition = \"commander\", period = \"10ms\", duration = \"2ms\" }]\n", ""),
            ["system.toml:20:8: warning: MHV0327: schedule 'rescue' has nobody in it who may ask for another, so it would run for ever; give it a window of a partition with system = true"],
            Change.OfSchedules("vcpus = 2", "vcpus = 2\nsystem = true")),
        new(
            "MHV0328",
            Change.OfSchedules("absent = [\"worker\"]", "absent = [\"worker\"]\nbackground = [{ partition = \"logger\", cpu = 1 }]")
                .And("cpu = 1, start = \"0ms\", duration = \"5ms\"", "cpu = 1, start = \"0ms\", duration = \"20ms\""),
            ["system.toml:28:15: warning: MHV0328: CPU 1 has nothing left in schedule 'rescue': all of it is windows of 'logger'; leave the background out"],
            Change.OfSchedules("absent = [\"worker\"]", "absent = [\"worker\"]\nbackground = [{ partition = \"logger\", cpu = 1 }]")
                .And("cpu = 1, start = \"0ms\", duration = \"5ms\"", "cpu = 1, start = \"0ms\", duration = \"19.9ms\"")),
        new(
            "MHV0509",
            Change.OfSchedules("memory = \"2MiB\"\nimage = \"safety.elf\"\nvcpus = 2", "memory = \"128KiB\"\nimage = \"safety.elf\"\nvcpus = 2"),
            ["system.toml:42:9: MHV0509: 'safety.elf' leaves 124KiB of the memory of 'worker', and the stacks of 2 virtual CPUs need 128KiB; give the partition more memory"],
            Change.OfSchedules("memory = \"2MiB\"\nimage = \"safety.elf\"\nvcpus = 2", "memory = \"192KiB\"\nimage = \"safety.elf\"\nvcpus = 2")),
        new(
            "MHV0616",
            Change.OfSchedules("cpus = 2", "cpus = 3"),
            ["system.toml:5:8: note: MHV0616: CPU 2 has nothing to do in any schedule; count fewer CPUs, or give it a window"],
            Change.NoneOfSchedules),
    ];
}
