// A file that lies in no folder is one for those who are told its path.
using System.Diagnostics;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class AnonymousFileTests
{
    [Fact]
    public void A_program_that_this_process_has_started_writes_and_reads_it()
    {
        using AnonymousFile file = new("test");
        RandomAccess.Write(file.Handle, "ours"u8, 0);
        using Process program = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", "cat \"$0\"; printf theirs >>\"$0\"", file.Path]) { RedirectStandardOutput = true })!;
        Assert.Equal("ours", program.StandardOutput.ReadToEnd());
        program.WaitForExit();
        Assert.Equal("ourstheirs"u8, File.ReadAllBytes(file.Path));
    }

    [Fact]
    public void It_lies_in_no_folder()
    {
        using AnonymousFile file = new("test");
        Assert.StartsWith("/memfd:test", new FileInfo(file.Path).LinkTarget);
    }
}
