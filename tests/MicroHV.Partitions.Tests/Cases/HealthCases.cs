// Rules about health tables, restarts and watchdogs: each broken by one change of the system that has several schedules, and
// just kept by another.
namespace MicroHV.Partitions.Tests.Cases;

internal static class HealthCases
{
    private const string Worker = "vcpus = 2";
    private const string Module = "initial-schedule = \"normal\"\n";

    public static IEnumerable<RuleCase> All => [.. Tables, .. Schedules, .. Restarts, .. Watchdogs, .. HardwareWatchdogs, .. Advice, .. Expectations];

    private static IEnumerable<RuleCase> Tables =>
    [
        new(
            "MHV1001",
            OfWorker("health = { memory-violation = \"ignore\" }"),
            ["system.toml:43:31: MHV1001: MemoryViolation of 'worker' cannot be answered with 'ignore'; choose one of propagate, idle, warm-start, cold-start, switch-schedule, stop, reset"],
            OfWorker("health = { memory-violation = \"propagate\" }")),
        new(
            "MHV1001",
            OfWorker("health = { unexpected-trap = \"propagate\" }"),
            ["system.toml:43:30: MHV1001: UnexpectedTrap of 'worker' cannot be answered with 'propagate'; choose one of idle, warm-start, cold-start, switch-schedule, stop, reset"],
            OfWorker("health = { unexpected-trap = \"cold-start\" }")),
        new(
            "MHV1001",
            OfWorker("health = { application-error = \"propagate\" }"),
            ["system.toml:43:32: MHV1001: ApplicationError of 'worker' cannot be answered with 'propagate'; choose one of ignore, log, idle, warm-start, cold-start, switch-schedule, stop, reset"],
            OfWorker("health = { application-error = \"ignore\" }")),
        new(
            "MHV1001",
            OfWorker("health = { checksum-mismatch = \"cold-start\" }"),
            ["system.toml:43:32: MHV1001: ChecksumMismatch of 'worker' cannot be answered with 'cold-start'; choose one of idle, switch-schedule, stop, reset"],
            OfWorker("health = { checksum-mismatch = \"idle\" }")),
        new(
            "MHV1001",
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { then = \"warm-start\" }"),
            ["system.toml:44:21: MHV1001: RestartBudgetExhausted of 'worker' cannot be answered with 'warm-start'; choose one of idle, switch-schedule, stop, reset"],
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { then = \"idle\" }")),
        new(
            "MHV1001",
            OfModule("health = { machine-check = \"log\" }"),
            ["system.toml:2:28: MHV1001: MachineCheck of the module cannot be answered with 'log'; choose one of stop, reset"],
            OfModule("health = { machine-check = \"reset\" }")),
        new(
            "MHV1001",
            OfModule("health = { non-maskable-interrupt = \"idle\" }"),
            ["system.toml:2:37: MHV1001: NonMaskableInterrupt of the module cannot be answered with 'idle'; choose one of ignore, log, stop, reset"],
            OfModule("health = { non-maskable-interrupt = \"log\" }")),
        new(
            "MHV1001",
            OfWorker("health = { port-violation = { level = \"module\" } }").And(Module, $"{Module}health = {{ port-violation = \"log\" }}\n"),
            ["system.toml:2:29: MHV1001: PortViolation of the module cannot be answered with 'log'; choose one of propagate, idle, warm-start, cold-start, switch-schedule, stop, reset"],
            OfWorker("health = { port-violation = { level = \"module\" } }").And(Module, $"{Module}health = {{ port-violation = \"propagate\" }}\n")),
        new(
            "MHV1005",
            OfWorker("health = { port-violation = { action = \"idle\", level = \"module\" } }"),
            ["system.toml:43:56: MHV1005: PortViolation of 'worker' is left to the module and says what is done; say it in [health].port-violation, or leave 'level' out"],
            OfWorker("health = { port-violation = { action = \"idle\", level = \"partition\" } }")),
        new(
            "MHV1005",
            OfModule("health = { machine-check = { action = \"stop\", level = \"module\" } }"),
            ["system.toml:2:55: MHV1005: MachineCheck in [health] has a level, and is the module's; leave 'level' out"],
            OfModule("health = { machine-check = { action = \"stop\" } }")),
        new(
            "MHV1006",
            OfWorker("health = { deadline-missed = { action = \"log\", log = false } }"),
            ["system.toml:43:41: MHV1006: DeadlineMissed of 'worker' is to be logged and is not; write \"ignore\" or \"log\""],
            OfWorker("health = { deadline-missed = { action = \"idle\", log = false } }")),
        new(
            "MHV0002",
            OfWorker("health = { machine-check = \"stop\" }"),
            ["system.toml:43:12: MHV0002: health knows no key 'machine-check'; it knows memory-violation, illegal-request, port-violation, unexpected-trap, dead-vcpu, entry-failed, watchdog, window-overrun, deadline-missed, application-error, checksum-mismatch"],
            OfModule("health = { machine-check = \"stop\" }")),
        new(
            "MHV0005",
            OfWorker("health = { memory-violation = \"restart\" }"),
            ["system.toml:43:31: MHV0005: 'restart' is no value of 'memory-violation'; write one of \"ignore\", \"log\", \"propagate\", \"idle\", \"warm-start\", \"cold-start\", \"switch-schedule\", \"stop\", \"reset\""],
            OfWorker("health = { memory-violation = \"warm-start\" }")),
        new(
            "MHV1008",
            OfModule("health = { overrun-tolerance = \"1ms\" }"),
            ["system.toml:2:32: MHV1008: an overrun of 1ms is tolerated, and the shortest window lasts 1ms; choose less than that, and more than 0"],
            OfModule("health = { overrun-tolerance = \"999us\" }")),
        new(
            "MHV1008",
            OfModule("health = { overrun-tolerance = 0 }"),
            ["system.toml:2:32: MHV1008: an overrun of 0ns is tolerated, and the shortest window lasts 1ms; choose less than that, and more than 0"],
            OfModule("health = { overrun-tolerance = \"1us\" }")),
    ];

    private static IEnumerable<RuleCase> Schedules =>
    [
        new(
            "MHV1002",
            OfWorker("health = { watchdog = \"switch-schedule\" }\nwatchdog = 2"),
            ["system.toml:43:23: MHV1002: Watchdog of 'worker' switches the schedule and does not say to which one; write { action = \"switch-schedule\", schedule = \"…\" }"],
            OfWorker("health = { watchdog = { action = \"switch-schedule\", schedule = \"rescue\" } }\nwatchdog = 2")),
        new(
            "MHV1002",
            OfWorker("health = { memory-violation = { action = \"idle\", schedule = \"rescue\" } }"),
            ["system.toml:43:61: MHV1002: MemoryViolation of 'worker' names schedule 'rescue' and does not switch to it; leave 'schedule' out, or say action = \"switch-schedule\""],
            OfWorker("health = { memory-violation = { action = \"idle\" } }")),
        new(
            "MHV1003",
            OfWorker("restarts = { then = { action = \"switch-schedule\", schedule = \"rescu\" } }\nhealth = { dead-vcpu = \"cold-start\" }"),
            ["system.toml:43:62: MHV1003: no schedule is called 'rescu'; did you mean 'rescue'?"],
            OfWorker("restarts = { then = { action = \"switch-schedule\", schedule = \"rescue\" } }\nhealth = { dead-vcpu = \"cold-start\" }")),
        new(
            "MHV1004",
            Change.Of("image = \"safety.elf\"", "image = \"safety.elf\"\nhealth = { dead-vcpu = { action = \"switch-schedule\", schedule = \"normal\" } }"),
            ["system.toml:19:65: MHV1004: DeadVcpu of 'safety' switches to schedule 'normal', which is the only one; add a [[schedule]] to switch to, or choose another action"],
            Change.Of("image = \"safety.elf\"", "image = \"safety.elf\"\nhealth = { dead-vcpu = \"idle\" }")),
        new(
            "MHV1007",
            Alone("action = \"ignore\""),
            ["system.toml:44:65: MHV1007: nobody would run in schedule 'rescue' after DeadVcpu of 'logger', which is idle then; give another partition a window in it, or start this one again with 'changes'"],
            Alone("action = \"cold-start\"")),
        new(
            "MHV0319",
            OfRescue("changes = [{ partition = \"loger\", action = \"cold-start\" }]"),
            ["system.toml:22:26: MHV0319: no partition is called 'loger'; did you mean 'logger'?"],
            OfRescue("changes = [{ partition = \"logger\", action = \"cold-start\" }]")),
        new(
            "MHV0320",
            OfRescue("changes = [{ partition = \"worker\", action = \"cold-start\" }]"),
            ["system.toml:28:11: MHV0320: 'worker' is said to be absent from schedule 'rescue' and has a change action in it; leave one of them out"],
            OfRescue("changes = [{ partition = \"logger\", action = \"warm-start\" }]")),
        new(
            "MHV0322",
            OfRescue("changes = [{ partition = \"logger\", action = \"warm-start\" }, { partition = \"logger\", action = \"ignore\" }]"),
            ["system.toml:22:75: MHV0322: schedule 'rescue' says this of 'logger' twice; leave one of them out"],
            OfRescue("changes = [{ partition = \"logger\", action = \"warm-start\" }, { partition = \"commander\", action = \"ignore\" }]")),
        new(
            "MHV0326",
            Change.OfSchedules("system = true\n", "health = { dead-vcpu = \"idle\" }\n"),
            ["system.toml:20:8: warning: MHV0326: nobody may ask for schedule 'rescue', so it would never run; give a partition system = true, or switch to it by a health table"],
            Change.OfSchedules("system = true\n", "health = { dead-vcpu = { action = \"switch-schedule\", schedule = \"rescue\" } }\n")),
    ];

    private static IEnumerable<RuleCase> Restarts =>
    [
        new(
            "MHV1010",
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { budget = 17 }"),
            ["system.toml:44:23: MHV1010: 'worker' cannot have a budget of 17 restarts; choose 1 to 16; for none, answer its events with \"idle\""],
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { budget = 16 }")),
        new(
            "MHV1010",
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { budget = 0 }"),
            ["system.toml:44:23: MHV1010: 'worker' cannot have a budget of 0 restarts; choose 1 to 16; for none, answer its events with \"idle\""],
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { budget = 1 }")),
        new(
            "MHV1011",
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { per = 0 }"),
            ["system.toml:44:20: MHV1011: 'worker' has a budget of restarts for 0ns; choose up to one hour, for example per = \"10s\""],
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { per = \"1ns\" }")),
        new(
            "MHV1011",
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { per = \"3601s\" }"),
            ["system.toml:44:20: MHV1011: 'worker' has a budget of restarts for 3601s; choose up to one hour, for example per = \"10s\""],
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { per = \"3600s\" }")),
        new(
            "MHV1012",
            OfLogger("health = { application-error = \"cold-start\" }").And("  { partition = \"logger\", cpu = 1, start = \"6ms\", duration = \"2ms\" },\n", ""),
            ["system.toml:45:32: MHV1012: 'logger' is to start again, and its first virtual CPU has no window in schedule 'normal' to do it in; give it one; background time may not come"],
            OfLogger("health = { application-error = \"cold-start\" }")),
        new(
            "MHV1012",
            OfRescue("changes = [{ partition = \"logger\", action = \"cold-start\" }]\nbackground = [{ partition = \"logger\", cpu = 1 }]")
                .And("  { partition = \"logger\", cpu = 1, start = \"0ms\", duration = \"5ms\" },\n", ""),
            ["system.toml:22:12: MHV1012: 'logger' is to start again, and its first virtual CPU has no window in schedule 'rescue' to do it in; give it one; background time may not come"],
            OfRescue("changes = [{ partition = \"logger\", action = \"cold-start\" }]\nbackground = [{ partition = \"logger\", cpu = 1 }]")),
        new(
            "MHV1013",
            InSharedMemory("cold-start"),
            ["system.toml:18:9: MHV1013: a cold start of 'safety' would write the segment of 'safety.elf' at 0x2000000-0x2000FFF into 'mailbox', which others have too; link the segment into the partition's own memory, or answer its events with \"warm-start\""],
            InSharedMemory("warm-start")),
        new(
            "MHV1016",
            OfWorker("health = { dead-vcpu = \"warm-start\" }").And("cpu = 1, start = \"0ms\", duration = \"6ms\"", "cpu = 1, start = \"0ms\", duration = \"99us\""),
            ["system.toml:43:24: MHV1016: 'worker' is to start again, and the longest window of its virtual CPU 1 in schedule 'normal' lasts 99us; give it one of 100us or more"],
            OfWorker("health = { dead-vcpu = \"warm-start\" }").And("cpu = 1, start = \"0ms\", duration = \"6ms\"", "cpu = 1, start = \"0ms\", duration = \"100us\"")),
    ];

    private static IEnumerable<RuleCase> Watchdogs =>
    [
        new(
            "MHV1014",
            OfWorker("watchdog = 0"),
            ["system.toml:43:12: MHV1014: the watchdog of 'worker' is to be kicked in 0 windows; choose 1 or more, or leave it out"],
            OfWorker("watchdog = 1")),
        new(
            "MHV1014",
            OfWorker("watchdog = 360_001"),
            ["system.toml:43:12: MHV1014: 360001 windows of 'worker' take more than an hour in schedule 'normal'; choose fewer"],
            OfWorker("watchdog = 360_000")),
        new(
            "MHV1015",
            OfLogger("watchdog = 3").And("  { partition = \"logger\", cpu = 1, start = \"6ms\", duration = \"2ms\" },\n", ""),
            ["system.toml:45:12: MHV1015: the watchdog of 'logger' counts windows of its first virtual CPU, and there are none in schedule 'normal'; give it one, or leave the watchdog out"],
            OfLogger("watchdog = 3")),
    ];

    private static IEnumerable<RuleCase> Advice =>
    [
        new(
            "MHV1020",
            OfWorker("health = { memory-violation = \"stop\" }"),
            ["system.toml:43:31: warning: MHV1020: 'worker' can stop the system by MemoryViolation: its health.memory-violation says \"stop\"; choose another action unless nothing in the system is worth more than this partition"],
            OfWorker("health = { memory-violation = \"idle\" }")),
        new(
            "MHV1020",
            OfWorker("health = { application-error = { level = \"module\" } }").And(Module, $"{Module}health = {{ application-error = \"reset\" }}\n"),
            ["system.toml:44:42: warning: MHV1020: 'worker' can reset the machine by ApplicationError: [health].application-error says \"reset\"; choose another action unless nothing in the system is worth more than this partition"],
            OfWorker("health = { checksum-mismatch = { level = \"module\" } }").And(Module, $"{Module}health = {{ checksum-mismatch = \"reset\" }}\n")),
        new(
            "MHV1020",
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { then = \"reset\" }"),
            ["system.toml:44:21: warning: MHV1020: 'worker' can reset the machine by RestartBudgetExhausted: its restarts.then says \"reset\"; choose another action unless nothing in the system is worth more than this partition"],
            OfWorker("health = { dead-vcpu = \"warm-start\" }\nrestarts = { then = \"idle\" }")),
        new(
            "MHV1021",
            OfWorker("health = { dead-vcpu = { action = \"switch-schedule\", schedule = \"normal\" } }"),
            ["system.toml:43:65: warning: MHV1021: 'worker' runs in schedule 'normal' only, so that DeadVcpu switches to what runs already; say \"idle\", or switch to another schedule"],
            OfWorker("health = { dead-vcpu = { action = \"switch-schedule\", schedule = \"rescue\" } }")),
        new(
            "MHV1022",
            OfWorker("health = { window-overrun = \"idle\" }"),
            ["system.toml:43:29: warning: MHV1022: WindowOverrun of 'worker' is answered, and any overrun is tolerated; write overrun-tolerance = \"…\" in [health]"],
            OfWorker("health = { window-overrun = \"idle\" }").And(Module, $"{Module}health = {{ overrun-tolerance = \"200us\" }}\n")),
        new(
            "MHV1023",
            OfModule("health = { dead-vcpu = \"idle\" }"),
            ["system.toml:2:24: note: MHV1023: no partition leaves DeadVcpu to the module; write level = \"module\" in a partition's entry, or leave this out"],
            OfModule("health = { dead-vcpu = \"idle\" }").And(Worker, $"{Worker}\nhealth = {{ dead-vcpu = {{ level = \"module\" }} }}")),
        new(
            "MHV1024",
            OfWorker("health = { watchdog = \"idle\" }"),
            ["system.toml:43:23: warning: MHV1024: Watchdog of 'worker' is answered, and it has none; write watchdog = … with a number of windows"],
            OfWorker("health = { watchdog = \"idle\" }\nwatchdog = 4")),
        new(
            "MHV1025",
            OfWorker("restarts = { budget = 2 }"),
            ["system.toml:43:12: warning: MHV1025: 'worker' has a restart budget, and no event starts it again; answer one with \"warm-start\" or \"cold-start\""],
            OfWorker("restarts = { budget = 2 }\nhealth = { dead-vcpu = \"warm-start\" }")),
        new(
            "MHV1026",
            Change.Of("major-frame = \"10ms\"", "major-frame = \"10ms\"\nchanges = [{ partition = \"safety\", action = \"cold-start\" }]"),
            ["system.toml:9:12: warning: MHV1026: schedule 'normal' says what happens when it replaces another, and there is none; leave 'changes' out"],
            OfRescue("changes = [{ partition = \"logger\", action = \"cold-start\" }]")),
    ];

    private static IEnumerable<RuleCase> Expectations =>
    [
        new(
            "MHV0702",
            Change.Of("[schedule]", "[expect]\nerrors = [\"safety: DeadVcpu\", \"safety: DeadVcpu\"]\n\n[schedule]"),
            ["system.toml:8:31: MHV0702: 'safety: DeadVcpu' is written twice, and once means any number of times; leave one of them out"],
            Change.Of("[schedule]", "[expect]\nerrors = [\"safety: DeadVcpu\", \"general: DeadVcpu\"]\n\n[schedule]")),
        new(
            "MHV0702",
            Change.Of("[schedule]", "[expect]\nerrors = [\"safety: ApplicationError\", \"safety: DeadVcpu\", \"safety: MemoryViolation\"]\n\n[schedule]"),
            ["system.toml:8:59: MHV0702: 'safety' cannot make MemoryViolation after DeadVcpu, which ends it; leave one of them out"],
            Change.Of("[schedule]", "[expect]\nerrors = [\"safety: ApplicationError\", \"safety: DeadVcpu\", \"safety: MemoryViolation\"]\n\n[schedule]")
                .And("image = \"safety.elf\"", "image = \"safety.elf\"\nhealth = { dead-vcpu = \"warm-start\" }")),
        new(
            "MHV0704",
            OfModule("expect = { restarts = { wroker = 2 } }"),
            ["system.toml:2:25: MHV0704: there is no partition 'wroker'; name one of commander, worker, logger"],
            OfModule("expect = { restarts = { worker = 2 } }")),
        new(
            "MHV0705",
            OfModule("expect = { schedule = \"rescu\" }"),
            ["system.toml:2:23: MHV0705: no schedule is called 'rescu'; name one of normal, rescue"],
            OfModule("expect = { schedule = \"rescue\" }")),
    ];

    private static IEnumerable<RuleCase> HardwareWatchdogs =>
    [
        new(
            "MHV1017",
            OfModule("health = { hardware-watchdog = { device = \"ib700\", timeout = \"3s\" } }"),
            ["system.toml:2:62: MHV1017: the ib700 cannot wait for 3s; choose 2s, 4s, 6s, and so on up to 30s"],
            OfModule("health = { hardware-watchdog = { device = \"ib700\", timeout = \"4s\" } }")),
        new(
            "MHV1017",
            OfModule("health = { hardware-watchdog = { device = \"ib700\", timeout = \"32s\" } }"),
            ["system.toml:2:62: MHV1017: the ib700 cannot wait for 32s; choose 2s, 4s, 6s, and so on up to 30s"],
            OfModule("health = { hardware-watchdog = { device = \"ib700\", timeout = \"30s\" } }")),
        new(
            "MHV1018",
            Change.Of("[schedule]", "[health]\nhardware-watchdog = { device = \"ib700\", timeout = \"2s\" }\n\n[schedule]")
                .And("major-frame = \"10ms\"", "major-frame = \"600ms\""),
            ["system.toml:8:51: MHV1018: a watchdog of 2s is kicked once in a major frame of 600ms; give it four times the longest major frame"],
            Change.Of("[schedule]", "[health]\nhardware-watchdog = { device = \"ib700\", timeout = \"4s\" }\n\n[schedule]")
                .And("major-frame = \"10ms\"", "major-frame = \"600ms\"")),
    ];

    private static Change OfWorker(string lines) => Change.OfSchedules(Worker, $"{Worker}\n{lines}");

    private static Change OfLogger(string lines) => Change.OfSchedules("name = \"logger\"", $"name = \"logger\"\n{lines}");

    private static Change OfModule(string lines) => Change.OfSchedules(Module, $"{Module}{lines}\n");

    private static Change OfRescue(string lines) => Change.OfSchedules("major-frame = \"20ms\"", $"major-frame = \"20ms\"\n{lines}");

    // The logger is alone in the second schedule, to which its own end leads.
    private static Change Alone(string action) =>
        OfLogger("health = { dead-vcpu = { action = \"switch-schedule\", schedule = \"rescue\" } }")
            .And("  { partition = \"commander\", start = \"0ms\", duration = \"2ms\" },\n  { partition = \"commander\", start = \"10ms\", duration = \"2ms\" },\n", "")
            .And("absent = [\"worker\"]\ndemands = [{ partition = \"commander\", period = \"10ms\", duration = \"2ms\" }]", $"absent = [\"worker\", \"commander\"]\nchanges = [{{ partition = \"logger\", {action} }}]");

    // A segment of the image lies in the mailbox.
    private static Change InSharedMemory(string action) =>
        Change.Of("image = \"safety.elf\"", $"image = \"safety.elf\"\nhealth = {{ dead-vcpu = \"{action}\" }}")
            with { Image = new TestElf { Segments = [(1, 0x20_0000, 0x2000, [1, 2, 3, 4]), (1, 0x200_0000, 0x1000, [5])] } };
}
