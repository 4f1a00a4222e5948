// A trace in the form that Perfetto and chrome://tracing open.
using System.Text.Encodings.Web;
using System.Text.Json;
using MicroHV.Image.Pages;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Image.Traces;

/// <summary>
/// The JSON object format of "Trace Event Format": time in microseconds. One process has a track for each CPU: who had it. Each
/// partition is a process too, with a track for its modes, and one for each virtual CPU: when it ran, and what happened to it.
/// </summary>
internal static class ChromeTrace
{
    private const int CpusProcess = 1;
    private const int FirstPartitionProcess = 2;
    private const int ModesTrack = 0;
    private const int FirstVcpuTrack = 1;

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
        for (int cpu = 0; cpu < description.CpuCount; cpu++)
        {
            WriteName(json, "thread_name", CpusProcess, cpu, $"CPU {cpu}");
        }

        for (int partition = 0; partition < description.Partitions.Count; partition++)
        {
            int process = FirstPartitionProcess + partition;
            WriteName(json, "process_name", process, ModesTrack, description.Partitions[partition]);
            WriteName(json, "thread_name", process, ModesTrack, "modes");
        }

        for (int vcpu = 0; vcpu < description.Vcpus.Count; vcpu++)
        {
            (int process, int track) = TrackOf(description, vcpu);
            WriteName(json, "thread_name", process, track, description.NameOf(vcpu));
        }
    }

    private static (int Process, int Track) TrackOf(TraceDescription description, int vcpu) =>
        (FirstPartitionProcess + description.Vcpus[vcpu].Partition, FirstVcpuTrack + description.Vcpus[vcpu].Number);

    // What happens to a partition or to a virtual CPU stands on its track, the rest on the CPU's.
    private static (int Process, int Track) TrackOf(TraceDescription description, TraceEvent item)
    {
        int subject = item.Record.Subject;
        if (item.Record.Kind == TraceKind.Mode)
        {
            return subject < description.Partitions.Count
                ? (FirstPartitionProcess + subject, ModesTrack)
                : (CpusProcess, item.Cpu);
        }

        return subject < description.Vcpus.Count ? TrackOf(description, subject) : (CpusProcess, item.Cpu);
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
        (int process, int track) = TrackOf(description, vcpu);
        WriteSlice(json, description, slice, process, track, $"CPU {slice.Cpu}", category);
    }

    private static void WriteSlice(
        Utf8JsonWriter json, TraceDescription description, CpuSlice slice, int process, int track, string name, string category)
    {
        WriteHead(json, "X", name, category, process, track, Microseconds(description, slice.StartTsc));
        json.WriteNumber("dur", Microseconds(description, slice.EndTsc) - Microseconds(description, slice.StartTsc));
        json.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter json, TraceDescription description, TraceEvent item)
    {
        TraceRecord record = item.Record;
        bool isSlice = record.Kind is TraceKind.WindowStart or TraceKind.WindowEnd or TraceKind.Background or TraceKind.Sleep;
        (int process, int track) = TrackOf(description, item);
        string detail = TraceWords.DetailOf(in record, description);
        string word = TraceWords.WordOf(record.Kind);
        WriteHead(
            json,
            "i",
            isSlice || detail.Length == 0 ? word : $"{word} {detail}",
            word,
            process,
            track,
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
