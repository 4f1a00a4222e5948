// The report as JSON.
using System.Text.Json;
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Transcripts;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Reports;

public sealed class RunReportTests
{
    private static readonly JsonElement _report = Report();

    [Fact]
    public void The_outcome_is_a_word() => Assert.Equal("pass", _report.GetProperty("outcome").GetString());

    [Fact]
    public void The_machine_is_named() =>
        Assert.Equal("""{"name":"qemu","vendor":"amd","accelerator":"tcg"}""", Compact(_report.GetProperty("machine")));

    [Fact]
    public void The_kernel_says_its_version() =>
        Assert.Equal("0.1.2", _report.GetProperty("kernel").GetProperty("version").GetString());

    [Fact]
    public void The_kernel_says_why_it_stopped() =>
        Assert.Equal("AllPartitionsIdle", _report.GetProperty("kernel").GetProperty("stop").GetString());

    [Fact]
    public void Frames_are_counted() => Assert.Equal(7, _report.GetProperty("frames").GetInt32());

    [Fact]
    public void A_partition_has_its_console() =>
        Assert.Equal("hello\n", Partition(0).GetProperty("console").GetString());

    [Fact]
    public void What_a_partition_writes_is_as_safe_in_a_report_as_on_a_terminal()
    {
        Transcript transcript = new(["safety", "general"]);
        DecoderFixture.Decode(Records.Boot + "0> \\1b[2J\\e2\\80\\ae\\5c\\ff\n0> two\n").ForEach(transcript.Add);
        Assert.Equal("\\1b[2J\\e2\\80\\ae\\\\\\ff\ntwo\n", transcript.Partitions[0].ConsoleText);
    }

    [Fact]
    public void A_partition_has_its_exit_code() => Assert.Equal(0, Partition(0).GetProperty("exitCode").GetInt32());

    [Fact]
    public void A_partition_that_was_stopped_has_no_exit_code() =>
        Assert.Equal(JsonValueKind.Null, Partition(1).GetProperty("exitCode").ValueKind);

    [Fact]
    public void A_partition_that_was_stopped_is_idle() =>
        Assert.Equal("Idle", Partition(1).GetProperty("mode").GetString());

    [Fact]
    public void An_error_has_its_instruction() =>
        Assert.Equal("mov [rdi], rax", Partition(1).GetProperty("errors")[0].GetProperty("instruction").GetString());

    [Fact]
    public void An_error_has_all_registers() => Assert.Equal(
        "0xdeadbeef",
        Partition(1).GetProperty("errors")[0].GetProperty("record").GetProperty("state")
            .GetProperty("general").GetProperty("rax").GetString());

    [Fact]
    public void A_file_is_replaced_as_a_whole()
    {
        using RunFolder folder = new();
        string path = folder.PathOf("report.json");
        File.WriteAllText(path, "an older report");
        ReportFile.Write(path, new { outcome = "pass" });
        Assert.Equal(["report.json"], Directory.GetFiles(folder.FullPath).Select(Path.GetFileName));
        Assert.Equal("{\n  \"outcome\": \"pass\"\n}\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_report_comes_where_none_was()
    {
        using RunFolder folder = new();
        ReportFile.Write(folder.PathOf("report.json"), new { outcome = "pass" });
        Assert.StartsWith("{", File.ReadAllText(folder.PathOf("report.json")));
    }

    [Fact]
    public void A_link_stays_a_link_and_what_it_names_is_replaced()
    {
        using RunFolder folder = new();
        File.WriteAllText(folder.PathOf("real.json"), "an older report");
        _ = File.CreateSymbolicLink(folder.PathOf("link.json"), folder.PathOf("real.json"));
        ReportFile.Write(folder.PathOf("link.json"), new { outcome = "pass" });
        Assert.NotNull(new FileInfo(folder.PathOf("link.json")).LinkTarget);
        Assert.StartsWith("{", File.ReadAllText(folder.PathOf("real.json")));
    }

    [Fact]
    public void A_disk_that_is_full_is_told_and_no_half_report_is_left()
    {
        IOException refusal = Assert.Throws<IOException>(() => ReportFile.Write("/dev/full", new { outcome = "pass" }));
        Assert.StartsWith("the report cannot be written to /dev/full: ", refusal.Message);
        Assert.True(File.GetAttributes("/dev/full") == FileAttributes.Normal && Directory.GetFiles("/dev", "*.part").Length == 0);
    }

    [Fact]
    public void A_report_that_finds_no_folder_is_told_with_its_path()
    {
        IOException refusal = Assert.Throws<IOException>(() => ReportFile.Write("/no/such/folder.json", new { }));
        Assert.StartsWith("the report cannot be written to /no/such/folder.json: ", refusal.Message);
    }

    private static JsonElement Partition(int index) => _report.GetProperty("partitions")[index];

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static JsonElement Report()
    {
        Transcript transcript = new(["safety", "general"]);
        DecoderFixture.Decode(
            Records.Boot + "0> hello\n" + Records.Error(1, HealthEvent.MemoryViolation) + Records.End(0)
            + Records.Stop(StopReason.AllPartitionsIdle)).ForEach(transcript.Add);
        Expectation crime = new() { Errors = [new ExpectedError("general", HealthEvent.MemoryViolation)] };
        RunReport report =
            RunReport.Of("demo", QemuMachine.Tcg, new RunResult(RunEnding.KernelStopped, transcript, [], null), crime, SystemSources.None);
        return JsonDocument.Parse(ReportFile.Text(report)).RootElement;
    }
}
