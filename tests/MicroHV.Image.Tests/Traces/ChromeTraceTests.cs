// The trace for Perfetto: its form, and what is on its tracks.
using System.Text;
using System.Text.Json;
using Json.Schema;
using MicroHV.Image.Traces;
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Traces;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Traces;

public sealed class ChromeTraceTests
{
    // "Trace Event Format", JSON object format: what it demands of complete, instant and metadata events.
    private const string Schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["traceEvents"],
          "properties": {
            "displayTimeUnit": { "enum": ["ms", "ns"] },
            "otherData": { "type": "object" },
            "traceEvents": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["ph", "name", "pid", "tid"],
                "properties": {
                  "ph": { "enum": ["X", "i", "M"] },
                  "name": { "type": "string", "minLength": 1 },
                  "cat": { "type": "string", "pattern": "^[a-z-]+$" },
                  "pid": { "type": "integer", "minimum": 1 },
                  "tid": { "type": "integer", "minimum": 0 },
                  "ts": { "type": "number" },
                  "dur": { "type": "number", "minimum": 0 },
                  "s": { "enum": ["g", "p", "t"] },
                  "args": { "type": "object" }
                },
                "additionalProperties": false,
                "allOf": [
                  { "if": { "properties": { "ph": { "const": "X" } } }, "then": { "required": ["ts", "dur"] } },
                  { "if": { "properties": { "ph": { "const": "i" } } }, "then": { "required": ["ts", "s"] } },
                  {
                    "if": { "properties": { "ph": { "const": "M" } } },
                    "then": {
                      "properties": {
                        "name": { "enum": ["process_name", "thread_name"] },
                        "args": { "required": ["name"], "properties": { "name": { "type": "string" } } }
                      },
                      "required": ["args"]
                    }
                  }
                ]
              }
            }
          }
        }
        """;

    private static readonly Trace _trace = SmallTrace.Of(
        [
            .. SmallTrace.FrameOfCpu0(0),
            SmallTrace.Record(999_000, TraceKind.Mode, 1, (int)PartitionMode.Idle),
            SmallTrace.Record(999_100, TraceKind.Background, 1),
            SmallTrace.Record(999_500, TraceKind.Sleep),
        ],
        [.. SmallTrace.FrameOfCpu1(0)]);

    private static readonly Lazy<JsonElement> _document = new(() => Write(_trace));

    [Fact]
    public void The_form_is_the_documented_one()
    {
        EvaluationResults results = JsonSchema.FromText(Schema).Evaluate(
            _document.Value, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, JsonSerializer.Serialize(results));
    }

    [Fact]
    public void Every_CPU_and_every_partition_with_its_virtual_CPUs_has_a_track_with_its_name() => Assert.Equal(
        [
            (1, 0, "CPUs"), (1, 0, "CPU 0"), (1, 1, "CPU 1"),
            (2, 0, "pilot"), (2, 0, "modes"), (3, 0, "cabin"), (3, 0, "modes"),
            (2, 1, "pilot"), (3, 1, "cabin:0"), (3, 2, "cabin:1"),
        ],
        Events("M").Select(item => (
            item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32(),
            item.GetProperty("args").GetProperty("name").GetString()!)));

    [Fact]
    public void A_window_is_a_slice_on_both_its_tracks() => Assert.Equal(
        [(1, 0, "pilot", 0.5m, 300m), (2, 1, "CPU 0", 0.5m, 300m)],
        Events("X").Take(2).Select(item => (
            item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32(), item.GetProperty("name").GetString()!,
            item.GetProperty("ts").GetDecimal(), item.GetProperty("dur").GetDecimal())));

    [Fact]
    public void A_change_of_mode_is_on_the_track_of_its_partition()
    {
        JsonElement mode = Events("i").Single(item => item.GetProperty("cat").GetString() == "mode");
        Assert.Equal((3, 0), (mode.GetProperty("pid").GetInt32(), mode.GetProperty("tid").GetInt32()));
        Assert.Equal("cabin", mode.GetProperty("args").GetProperty("partition").GetString());
    }

    [Fact]
    public void Time_that_others_leave_is_told_apart() => Assert.Equal(
        ["window", "background"], Events("X").Select(item => item.GetProperty("cat").GetString()).Distinct());

    [Fact]
    public void Slices_of_a_track_do_not_overlap()
    {
        foreach (IGrouping<(int, int), JsonElement> track in Events("X").GroupBy(
            item => (item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32())))
        {
            decimal end = decimal.MinValue;
            foreach (JsonElement slice in track.OrderBy(item => item.GetProperty("ts").GetDecimal()))
            {
                Assert.True(slice.GetProperty("ts").GetDecimal() >= end);
                end = slice.GetProperty("ts").GetDecimal() + slice.GetProperty("dur").GetDecimal();
            }
        }
    }

    [Fact]
    public void Every_record_is_an_instant() => Assert.Equal(_trace.Events.Count, Events("i").Count());

    [Fact]
    public void What_was_lost_is_on_the_track_of_its_CPU()
    {
        TraceCollection collection = new(SmallTrace.Description);
        collection.Add(1, 3, [SmallTrace.Record(10, TraceKind.Frame)]);
        JsonElement loss = Write(collection.ToTrace(isWhole: true)).GetProperty("traceEvents").EnumerateArray().Last();
        Assert.Equal("3 records lost", loss.GetProperty("name").GetString());
        Assert.Equal(1, loss.GetProperty("tid").GetInt32());
    }

    private static IEnumerable<JsonElement> Events(string phase) => _document.Value.GetProperty("traceEvents")
        .EnumerateArray()
        .Where(item => item.GetProperty("ph").GetString() == phase);

    private static JsonElement Write(Trace trace)
    {
        using MemoryStream text = new();
        ChromeTrace.Write(text, trace);
        return JsonDocument.Parse(Encoding.UTF8.GetString(text.ToArray())).RootElement;
    }
}
