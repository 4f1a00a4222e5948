// Progress on a terminal.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Printing;

public sealed class ProgressLineTests
{
    private const string Erased = "\r\u001b[K";

    [Fact]
    public void It_is_written_over_itself_and_is_gone_before_anything_else()
    {
        using StringWriter terminal = new();
        Lock writing = new();
        using (ProgressLine progress = new(terminal, 80, TimeSpan.FromSeconds(2.5), writing, isTicking: false))
        {
            progress.Tick();
            progress.Tick();
            lock (writing)
            {
                progress.Clear();
                progress.Clear();
                terminal.Write("safety | text");
            }
        }

        string[] lines = terminal.ToString().Split(Erased);
        Assert.Equal(4, lines.Length);
        Assert.All(lines[1..3], line => Assert.EndsWith("the kernel stops after at most 2.5 s of machine time", line));
        Assert.Equal("safety | text", lines[3]);
    }

    [Fact]
    public void It_is_never_wrapped()
    {
        using StringWriter terminal = new();
        using ProgressLine progress = new(terminal, 20, TimeSpan.FromSeconds(1), new Lock(), isTicking: false);
        progress.Tick();
        Assert.Equal(19, terminal.ToString().Length - Erased.Length);
    }
}
