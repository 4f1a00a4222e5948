// What is done about one event.
using MicroHV.Partitions.Schema;

namespace MicroHV.Partitions.Files;

/// <summary>An entry of a health table. What it leaves out is as the event's default has it.</summary>
[Section("a health action", ShortForm = "action", Kind = "[action](#health)")]
public sealed class HealthActionSection : Section
{
    /// <summary>
    /// What is done: <c>ignore</c>, nothing; <c>log</c>, a record is written; <c>propagate</c>, the guest gets #GP(0); <c>idle</c>,
    /// the partition ends; <c>warm-start</c>, it starts again with its memory kept; <c>cold-start</c>, from its golden copy;
    /// <c>switch-schedule</c>, it ends, and another schedule follows; <c>stop</c>, the kernel stops; <c>reset</c>, it resets the
    /// machine.
    /// </summary>
    [Choice(
        "action", "ignore", "log", "propagate", "idle", "warm-start", "cold-start", "switch-schedule", "stop", "reset",
        Absent = "the event's own")]
    public Written<string>? Action { get; init; }

    /// <summary>Name of the schedule that follows after <c>switch-schedule</c>.</summary>
    [Text("schedule", Absent = "none")]
    public Written<string>? Schedule { get; init; }

    /// <summary>Whether a record is written into the [log](health.md#the-log); of what is ignored, none is.</summary>
    [Flag("log", Default = "true")]
    public bool IsLogged { get; init; } = true;

    /// <summary>Whose table answers: <c>module</c> leaves it to <c>[health]</c>, and then nothing else is said here.</summary>
    [Choice("level", "partition", "module", Absent = "`\"partition\"`")]
    public Written<string>? Level { get; init; }
}
