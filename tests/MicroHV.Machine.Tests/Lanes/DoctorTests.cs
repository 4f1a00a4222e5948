// What `microhv doctor` finds.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

public sealed class DoctorTests
{
    private static readonly RequiredTool _missing = new("no-such-tool-anywhere", "no-package", "nothing");

    [Fact]
    public void A_tool_that_is_there_is_found_in_PATH() =>
        Assert.Equal("sh", Path.GetFileName(ToolCheck.Of(new("sh", "dash", "a shell")).Path));

    [Fact]
    public void A_tool_that_is_missing_comes_with_its_install_command() =>
        Assert.Equal("sudo apt-get install -y no-package", ToolCheck.Of(_missing).Install);

    [Fact]
    public void One_command_installs_each_package_once() => Assert.Equal(
        "sudo apt-get install -y no-package other",
        LaneCheck.InstallCommand([_missing with { Package = "other" }, _missing, _missing]));

    [Fact]
    public void Every_lane_is_looked_at() => Assert.Equal(
        [.. Lane.All.Select(lane => lane.Name), "qemu-kvm"], DoctorReport.Look().Lanes.Select(lane => lane.Name));

    [Fact]
    public void A_lane_that_does_not_work_says_what_is_missing() =>
        Assert.All(DoctorReport.Look().Lanes, lane => Assert.NotEmpty(lane.Why));
}
