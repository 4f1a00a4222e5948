// A trace in the form that Perfetto and chrome://tracing open.
using System.Text.Encodings.Web;
using System.Text.Json;
using MicroHV.Image.Pages;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.Traces;

/// <summary>
/// The JSON object format of "Trace Event Format": time in microseconds. There are two processes: one with a track for each CPU
/// (who had it), one with a track for each virtual CPU (when it ran, and what happened to it).
/// </summary>
internal static class ChromeTrace
{
    private const int CpusProcess = 1;
    private const int PartitionsProcess = 2;

    /// <summary>Writes <paramref name="trace"/> to <paramref name="stream"/>.</summary>
    public static void Write(Stream stream, Trace trace)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default });
        TraceDescription description = trace.Description;
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartObject("otherData");
        json.WriteString("system", description.System);
        json.WriteString("machine", description.Machine);
        json.WriteNumber("tscHertz", description.TscHertz);
        json.WriteNumber("epochTsc", description.EpochTsc);
        json.WriteEndObject();
        json.WriteStartArray("traceEvents");
        WriteNames(json, description);
        foreach (CpuSlice slice in CpuSlice.Of(trace))
        {
            WriteSlice(json, description, slice);
        }

        foreach (TraceEvent item in trace.Events)
        {
            WriteInstant(json, description, item);
        }

        foreach (TraceLoss loss in trace.Losses)
        {
            WriteLoss(json, description, loss);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, TraceDescription description)
    {
        WriteName(json, "process_name", CpusProcess, 0, "CPUs");
        WriteName(json, "process_name", PartitionsProcess, 0, "Partitions");
        for (int cpu = 0; cpu < description.CpuCount; cpu++)
        {
            WriteName(json, "thread_name", CpusProcess, cpu, $"CPU {cpu}");
        }

        for (int vcpu = 0; vcpu < description.Vcpus.Count; vcpu++)
        {
            WriteName(json, "thread_name", PartitionsProcess, vcpu, description.NameOf(vcpu));
        }
    }

    private static void WriteName(Utf8JsonWriter json, string what, int process, int track, string name)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", what);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSlice(Utf8JsonWriter json, TraceDescription description, CpuSlice slice)
    {
        if (slice.Vcpu is not int vcpu)
        {
            return;
        }

        string category = slice.IsBackground ? "background" : "window";
        WriteSlice(json, description, slice, CpusProcess, slice.Cpu, description.NameOf(vcpu), category);
        WriteSlice(json, description, slice, PartitionsProcess, vcpu, $"CPU {slice.Cpu}", category);
    }

    private static void WriteSlice(
        Utf8JsonWriter json, TraceDescription description, CpuSlice slice, int process, int track, string name, string category)
    {
        WriteHead(json, "X", name, category, process, track, Microseconds(description, slice.StartTsc));
        json.WriteNumber("dur", Microseconds(description, slice.EndTsc) - Microseconds(description, slice.StartTsc));
        json.WriteEndObject();
    }

    // What happens to a virtual CPU stands on its track, the rest on the CPU's.
    private static void WriteInstant(Utf8JsonWriter json, TraceDescription description, TraceEvent item)
    {
        TraceRecord record = item.Record;
        bool isOfVcpu = record.Kind != TraceKind.Mode && record.Subject < description.Vcpus.Count;
        bool isSlice = record.Kind is TraceKind.WindowStart or TraceKind.WindowEnd or TraceKind.Background or TraceKind.Sleep;
        string detail = TraceWords.DetailOf(in record, description);
        string word = TraceWords.WordOf(record.Kind);
        WriteHead(
            json,
            "i",
            isSlice || detail.Length == 0 ? word : $"{word} {detail}",
            word,
            isOfVcpu ? PartitionsProcess : CpusProcess,
            isOfVcpu ? record.Subject : item.Cpu,
            Microseconds(description, item.Tsc));
        json.WriteString("s", "t");
        json.WriteStartObject("args");
        json.WriteNumber("cpu", item.Cpu);
        json.WriteNumber("sequence", item.Sequence);
        json.WriteNumber("detail", record.Detail);
        json.WriteNumber("value", record.Value);
        if (record.Kind == TraceKind.Mode && record.Subject < description.Partitions.Count)
        {
            json.WriteString("partition", description.Partitions[record.Subject]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLoss(Utf8JsonWriter json, TraceDescription description, TraceLoss loss)
    {
        WriteHead(
            json, "i", $"{Figures.Count((int)Math.Min(loss.Count, int.MaxValue), "record")} lost", "loss", CpusProcess, loss.Cpu,
            Microseconds(description, loss.EndTsc));
        json.WriteString("s", "t");
        json.WriteEndObject();
    }

    private static void WriteHead(
        Utf8JsonWriter json, string phase, string name, string category, int process, int track, decimal time)
    {
        json.WriteStartObject();
        json.WriteString("ph", phase);
        json.WriteString("name", name);
        json.WriteString("cat", category);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
        json.WriteNumber("ts", time);
    }

    private static decimal Microseconds(TraceDescription description, ulong tsc) => description.NanosecondsAt(tsc) / 1000m;
}
