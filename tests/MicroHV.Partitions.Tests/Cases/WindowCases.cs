// Rules about windows and demands of time: each broken by one change, and just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class WindowCases
{
    public static IEnumerable<RuleCase> All =>
    [
        new(
            "MHV0301",
            Change.Of("\"10ms\"", "\"4000s\""),
            ["system.toml:8:15: MHV0301: a major frame of 4000s cannot be kept; choose one from 50us to 3600s"],
            Change.Of("\"10ms\"", "\"3600s\"")),
        new(
            "MHV0302",
            Change.Of("\"8ms\"", "\"8000001ns\""),
            ["system.toml:11:3: MHV0302: the window of 'general' ends at 10000001ns but the major frame at 10ms; shorten it or lengthen major-frame"],
            Change.Of("\"8ms\"", "\"7999999ns\"")),
        new(
            "MHV0303",
            Change.Of("start = \"2ms\"", "start = \"1999999ns\""),
            ["system.toml:11:3: MHV0303: the window of 'general' begins at 1999999ns, before the one of 'safety' ends at 2ms; sort windows by start and let none overlap"],
            Change.Of("start = \"2ms\", duration = \"8ms\"", "start = \"2000001ns\", duration = \"7ms\"")),
        new(
            "MHV0304",
            Change.Of("duration = \"2ms\"", "duration = \"49.999us\""),
            ["system.toml:10:53: MHV0304: the window of 'safety' lasts 49999ns; give it at least 50us"],
            Change.Of("duration = \"2ms\"", "duration = \"50us\"")),
        new(
            "MHV0305",
            Change.Of("partition = \"safety\"", "partition = \"safty\""),
            ["system.toml:10:17: MHV0305: no partition is called 'safty'; did you mean 'safety'?"],
            Change.None),
        new(
            "MHV0306",
            Change.Of("{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" },", ""),
            ["system.toml:15:8: MHV0306: partition 'safety' has no window, so it would never run; add one to [schedule].windows"],
            Change.None),
        new(
            "MHV0308",
            Change.Of("start = \"0ms\"", "cpu = 1, start = \"0ms\""),
            ["system.toml:10:33: MHV0308: the window of 'safety' is on CPU 1, and the machine has 1; count CPUs from 0, or set [machine].cpus"],
            Change.Of("start = \"0ms\"", "cpu = 0, start = \"0ms\"")),
        new(
            "MHV0309",
            Change.Of("start = \"0ms\"", "vcpu = 1, start = \"0ms\""),
            ["system.toml:10:34: MHV0309: the window is for virtual CPU 1 of 'safety', which has 1; count virtual CPUs from 0, or set 'vcpus'"],
            Change.Of("start = \"0ms\"", "vcpu = 0, start = \"0ms\"")),
        new(
            "MHV0312",
            Change.Of("boot = \"native\"", "period = \"10ms\""),
            ["system.toml:16:10: MHV0312: partition 'safety' has a period without a duration; add duration = \"…\""],
            Change.Of("boot = \"native\"", "period = \"10ms\"\nduration = \"2ms\"")),
        new(
            "MHV0312",
            Change.Of("boot = \"native\"", "duration = \"2ms\""),
            ["system.toml:16:12: MHV0312: partition 'safety' has a duration without a period; add period = \"…\""],
            Change.None),
        new(
            "MHV0313",
            Change.Of("boot = \"native\"", "period = \"1ms\"\nduration = \"2ms\""),
            ["system.toml:17:12: MHV0313: partition 'safety' demands 2ms in every 1ms; demand something, and less than all"],
            Change.Of("boot = \"native\"", "period = \"10ms\"\nduration = \"2ms\"")),
        new(
            "MHV0313",
            Change.Of("boot = \"native\"", "period = \"10ms\"\nduration = 0"),
            ["system.toml:17:12: MHV0313: partition 'safety' demands 0ns in every 10ms; demand something, and less than all"],
            Change.None),
        new(
            "MHV0314",
            Change.Of("boot = \"native\"", "period = \"3ms\"\nduration = \"1ms\""),
            ["system.toml:16:10: MHV0314: the period of 'safety', 3ms, does not divide the major frame of 'normal', 10ms; change one of them"],
            Change.Of("boot = \"native\"", "period = \"10ms\"\nduration = \"1ms\"")),
        new(
            "MHV0315",
            Change.Of("boot = \"native\"", "period = \"10ms\"\nduration = \"2001us\""),
            ["system.toml:17:12: MHV0315: partition 'safety' gets 2ms in period 0 of schedule 'normal' and demands 2001us; lengthen its windows or add one in that period"],
            Change.Of("boot = \"native\"", "period = \"10ms\"\nduration = \"2000us\"")),
        new(
            "MHV0315",
            Change.Of("boot = \"native\"", "period = \"5ms\"\nduration = \"1ms\""),
            ["system.toml:17:12: MHV0315: partition 'safety' gets 0ns in period 1 of schedule 'normal' and demands 1ms; lengthen its windows or add one in that period"],
            Change.Of("{ partition = \"general\", start = \"2ms\", duration = \"8ms\" }", "{ partition = \"general\", start = \"2ms\", duration = \"8ms\" }")
                .And("memory = { size", "period = \"5ms\"\nduration = \"3ms\"\nmemory = { size")),
        new(
            "MHV0316",
            Change.Of("{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" }", "{ partition = \"safety\", start = \"0ms\", duration = \"1ms\" }, { partition = \"safety\", start = \"1ms\", duration = \"1ms\" }"),
            ["system.toml:10:62: note: MHV0316: 'safety' has this window and the one before it without a gap; write one window if nothing is to happen between them"],
            Change.Of("{ partition = \"safety\", start = \"0ms\", duration = \"2ms\" }", "{ partition = \"safety\", start = \"0ms\", duration = \"1ms\" }, { partition = \"safety\", start = \"1.1ms\", duration = \"0.9ms\" }")),
        new(
            "MHV0317",
            Change.Of("boot = \"native\"", "vcpus = 0"),
            ["system.toml:16:9: MHV0317: partition 'safety' cannot have 0 virtual CPUs; choose 1 to 64"],
            Change.Of("boot = \"native\"", "vcpus = 1")),
    ];
}
