// The good system with several schedules, CPUs and virtual CPUs.
namespace MicroHV.Partitions.Tests;

/// <summary>A description that no rule refuses, for the same folder as <see cref="GoodSystem"/>.</summary>
internal static class SeveralSchedules
{
    /// <summary>The description; line numbers in tests count from its first line.</summary>
    public const string Text = """
        initial-schedule = "normal"

        [machine]
        memory = [{ at = "16MiB", size = "112MiB" }]
        cpus = 2

        [[schedule]]
        name = "normal"
        major-frame = "10ms"
        windows = [
          { partition = "commander", start = "0ms", duration = "1ms" },
          { partition = "worker", vcpu = 0, start = "1ms", duration = "4ms" },
          { partition = "commander", start = "5ms", duration = "1ms" },
          { partition = "worker", vcpu = 1, cpu = 1, start = "0ms", duration = "6ms" },
          { partition = "logger", cpu = 1, start = "6ms", duration = "2ms" },
        ]
        background = [{ partition = "logger", cpu = 1 }]

        [[schedule]]
        name = "rescue"
        major-frame = "20ms"
        windows = [
          { partition = "commander", start = "0ms", duration = "2ms" },
          { partition = "commander", start = "10ms", duration = "2ms" },
          { partition = "logger", cpu = 1, start = "0ms", duration = "5ms" },
        ]
        absent = ["worker"]
        demands = [{ partition = "commander", period = "10ms", duration = "2ms" }]

        [[partition]]
        name = "commander"
        memory = "2MiB"
        image = "safety.elf"
        system = true
        period = "5ms"
        duration = "1ms"

        [[partition]]
        name = "worker"
        memory = "2MiB"
        image = "safety.elf"
        vcpus = 2

        [[partition]]
        name = "logger"
        memory = "2MiB"
        image = "safety.elf"
        """;
}
