// What `microhv doctor` finds and says.
using MicroHV.Machine.Tests.Tools;
using MicroHV.Machines;
using Spectre.Console;

namespace MicroHV.Machine.Tests.Lanes;

public sealed class DoctorTests
{
    private const string Bochs = """
        if [ "$1" = --help ]; then printf 'corei7_skylake_x\nryzen\n'; exit; fi
        printf 'Bochs x86 Emulator 2.7\nVMX support: 2\nSVM support: yes\n'
        """;

    private const string Qemu = """
        if [ "$1" = --version ]; then echo 'QEMU emulator version 7.2.0'; else echo tcg; fi
        """;

    private static IEnumerable<RequiredTool> Everything =>
        [.. ToolTable.Build, .. ToolTable.AnyIso, .. ToolTable.Tests, .. Lane.All.SelectMany(lane => lane.RequiredTools)];

    [Fact]
    public void Every_lane_is_looked_at() => Assert.Equal(
        [.. Lane.All.Select(lane => lane.Name), "qemu-kvm"], DoctorReport.Look(Host.Here).Lanes.Select(lane => lane.Name));

    [Fact]
    public void A_host_with_everything_is_complete_and_needs_no_command()
    {
        using FakeHost host = Full("ID=debian\n");
        DoctorReport report = DoctorReport.Look(host.Host);
        Assert.True(report.IsComplete);
        Assert.Empty(report.Install);
        Assert.Equal(["QEMU 7.2.0", "Bochs 2.7 with VT-x with EPT", "Bochs 2.7 with SVM"], report.Lanes.Take(3).Select(lane => lane.Why));
    }

    [Fact]
    public void An_empty_host_gets_one_command_for_each_purpose()
    {
        using FakeHost host = new("ID=fedora\n");
        DoctorReport report = DoctorReport.Look(host.Host);
        Assert.False(report.IsComplete);
        Assert.Equal(
            [
                new("Fedora", "building and running", "sudo dnf install -y binutils bochs dotnet-sdk-10.0 edk2-ovmf gcc "
                    + "grub2-efi-x64-modules grub2-pc-modules grub2-tools-extra mtools nasm qemu-system-x86 util-linux xorriso"),
                new("Fedora", "tests and 'run --gdb'", "sudo dnf install -y bash-completion chromium fish gdb zsh"),
            ],
            report.Install);
    }

    [Fact]
    public void What_only_tests_call_may_be_missing()
    {
        using FakeHost host = Full("ID=arch\n", ToolTable.Gdb);
        DoctorReport report = DoctorReport.Look(host.Host);
        Assert.True(report.IsComplete);
        Assert.Equal([new("Arch", "tests and 'run --gdb'", "sudo pacman -S --needed gdb")], report.Install);
    }

    /// <summary>Every tool that lanes or builds call.</summary>
    public static TheoryData<string> Needed =>
        [.. Everything.Except(ToolTable.Tests).Select(tool => tool.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Needed))]
    public void Each_tool_that_is_missing_is_named_with_the_command_that_installs_it(string name)
    {
        RequiredTool missing = Everything.First(tool => tool.Name == name);
        using FakeHost host = Full("ID=ubuntu\n", missing);
        DoctorReport report = DoctorReport.Look(host.Host);
        Assert.False(report.IsComplete);
        Assert.Equal($"sudo apt-get install -y {missing.Packages.Ubuntu}", Assert.Single(report.Install).Command);
        Lane[] lanes = [.. Lane.All.Where(lane => lane.RequiredTools.Contains(missing))];
        Assert.Equal(
            lanes.Select(lane => (lane.Name, $"missing: {name}")),
            report.Lanes.Where(lane => lane.Why.StartsWith("missing", StringComparison.Ordinal)).Select(lane => (lane.Name, lane.Why)));
        Assert.All(report.Tools.Where(tool => tool.Name == name), tool => Assert.Null(tool.Path));
    }

    [Fact]
    public void A_Bochs_without_VT_x_costs_its_lanes_and_no_others()
    {
        using FakeHost host = Full("ID=debian\n");
        _ = host.AddCommand("bochs", Bochs.Replace("VMX support: 2", "VMX support: 1", StringComparison.Ordinal));
        DoctorReport report = DoctorReport.Look(host.Host);
        Assert.False(report.IsComplete);
        Assert.Equal(["bochs-vtx", "bochs-grub"], report.Lanes.Where(lane => !lane.Works && lane.Name != "qemu-kvm").Select(lane => lane.Name));
        Assert.StartsWith("this Bochs has no VT-x with EPT: it says 'VMX support: 1'; build one", report.Lanes[1].Why);
    }

    [Fact]
    public void On_a_distribution_that_is_not_known_all_commands_are_told()
    {
        using FakeHost host = Full("ID=nixos\n", ToolTable.Nasm);
        DoctorReport report = DoctorReport.Look(host.Host);
        Assert.Equal(["Debian", "Ubuntu", "Fedora", "Arch"], report.Install.Select(step => step.Distribution));
        Assert.Contains("The packages of this distribution are not known here.", Printed(printer => printer.Print(report)));
    }

    [Fact]
    public void Everything_is_told_for_every_distribution_and_the_container()
    {
        string said = Printed(printer =>
        {
            printer.PrintEverything(DoctorReport.Everything());
            printer.PrintContainer();
        });
        Assert.All(Distribution.All, distribution =>
        {
            Assert.Contains($"\n{distribution.Name}, for building and running:\n  {distribution.Installer} binutils bochs", said);
            Assert.Contains($"\n{distribution.Name}, for tests and 'run --gdb':\n  {distribution.Installer} bash-completion chromium", said);
        });
        Assert.EndsWith($"at the root of the repository:\n  {Container.Command}\n", said);
    }

    [Fact]
    public void No_command_is_broken_into_lines()
    {
        using FakeHost host = FakeHost.Debian();
        DoctorReport report = DoctorReport.Look(host.Host);
        Assert.Contains($"  {report.Install[0].Command}\n", Printed(printer => printer.Print(report), 40));
    }

    private static FakeHost Full(string osRelease, RequiredTool? without = null)
    {
        FakeHost host = new(osRelease);
        host.Add(Everything.Where(tool => tool != without));
        if (without != ToolTable.Bochs)
        {
            _ = host.AddCommand("bochs", Bochs);
        }

        if (without != ToolTable.Qemu)
        {
            _ = host.AddCommand("qemu-system-x86_64", Qemu);
        }

        return host;
    }

    private static string Printed(Action<DoctorPrinter> print, int width = Terminal.UnlimitedWidth)
    {
        using StringWriter text = new();
        IAnsiConsole console = Terminal.On(text, true);
        console.Profile.Width = width;
        print(new DoctorPrinter(console));
        return text.ToString();
    }
}
