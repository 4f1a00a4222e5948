// Partitions that are built from sources, with a kit as small as can be.
using MicroHV.Partitions.Elf;
using MicroHV.Partitions.Projects;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Tests;

public sealed class ProjectTests : IDisposable
{
    private const string Start = ".globl _start\n_start:\n call main\n1: hlt\n jmp 1b\n.section .note.GNU-stack,\"\",@progbits\n";

    private const string Script =
        "ENTRY(_start)\nPHDRS { all PT_LOAD FLAGS(7); }\nSECTIONS { . = 0x200000; .all : { *(.text*) *(.rodata*) *(.data*) *(.bss*) } :all }\n";

    private readonly GoodSystem _good = new();
    private readonly List<string> _announced = [];

    public ProjectTests()
    {
        Write("partitions/kits/c/start.S", Start);
        Write("partitions/kits/c/kit.ld", Script);
        Write("hello/main.c", "#include \"number.h\"\nint main(void) { return NUMBER; }\n");
        Write("hello/number.h", "#define NUMBER 7\n");
    }

    public void Dispose() => _good.Dispose();

    [Fact]
    public void A_folder_of_C_sources_becomes_an_image()
    {
        Assert.Empty(Load().Diagnostics);
        Assert.Equal(0x20_0000UL, ElfImage.Read(Image(), "hello.elf").Entry);
    }

    [Fact]
    public void What_is_up_to_date_is_not_built_again()
    {
        _ = Load();
        _ = Load();
        Assert.Equal(["hello"], _announced);
    }

    [Theory]
    [InlineData("hello/number.h")]
    [InlineData("partitions/kits/c/kit.ld")]
    public void A_change_of_a_source_or_of_the_kit_builds_again(string changed)
    {
        _ = Load();
        File.SetLastWriteTimeUtc(Path.Combine(_good.Folder, changed), DateTime.UtcNow.AddMinutes(1));
        _ = Load();
        Assert.Equal(["hello", "hello"], _announced);
    }

    [Fact]
    public void A_change_of_a_header_that_lies_elsewhere_builds_again()
    {
        Write("shared header.h", "#define OTHER 8\n");
        Write("hello/main.c", "#include \"../shared header.h\"\nint main(void) { return OTHER; }\n");
        _ = Load();
        _ = Load();
        File.SetLastWriteTimeUtc(Path.Combine(_good.Folder, "shared header.h"), DateTime.UtcNow.AddMinutes(1));
        _ = Load();
        Assert.Equal(["hello", "hello"], _announced);
    }

    [Fact]
    public void A_header_that_is_gone_is_an_error_of_the_compiler()
    {
        Write("other.h", "#define OTHER 8\n");
        Write("hello/main.c", "#include \"../other.h\"\nint main(void) { return OTHER; }\n");
        Assert.Empty(Load().Diagnostics);
        File.Delete(Path.Combine(_good.Folder, "other.h"));
        Assert.Contains("other.h", Assert.Single(Load().Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m.o: a.c b.h\n", "a.c", "b.h")]
    [InlineData("m.o: a.c \\\n b.h \\\n c.h\n", "a.c", "b.h", "c.h")]
    [InlineData("m.o: /a\\ b/x\\#y$$z.c /w\\v.h", "/a b/x#y$z.c", "/w\\v.h")]
    public void Rules_of_make_are_read_as_gcc_writes_them(string rule, params string[] prerequisites) =>
        Assert.Equal(prerequisites, MakeRule.Parse(rule));

    [Fact]
    public void Another_folder_gives_the_same_image()
    {
        using ProjectTests elsewhere = new();
        _ = Load();
        _ = elsewhere.Load();
        Assert.Equal(Image(), elsewhere.Image());
    }

    [Fact]
    public void An_error_of_the_compiler_is_one_diagnostic()
    {
        Write("hello/main.c", "int main(void) { return NOTHING; }\n");
        string message = Assert.Single(Load().Diagnostics).ToString();
        Assert.StartsWith(
            "system.toml:18:11: MHV0502: project 'hello' does not build: ", message, StringComparison.Ordinal);
        Assert.Contains("NOTHING", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_leaves_its_image_where_kits_put_it()
    {
        Write("hello/hello.csproj", "<Project><Target Name=\"Restore\" /><Target Name=\"Build\" /></Project>\n");
        Assert.StartsWith(
            "system.toml:18:11: MHV0503: project 'hello/hello.csproj' was built but left no bin/hello.elf; ",
            Assert.Single(Load("hello/hello.csproj").Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_a_CSharp_source_that_lies_elsewhere_builds_again()
    {
        Write("Shared.cs", "");
        Write("hello/obj/native/sources.txt", "Program.cs\n../Shared.cs\n");
        Write("hello/Program.cs", "");
        Write(
            "hello/hello.csproj",
            """
            <Project DefaultTargets="Build">
              <Target Name="Restore" />
              <Target Name="Build">
                <Copy SourceFiles="../safety.elf" DestinationFiles="bin/hello.elf" />
                <Touch Files="bin/hello.elf" />
              </Target>
            </Project>

            """);
        Assert.Empty(Load("hello/hello.csproj").Diagnostics);
        _ = Load("hello/hello.csproj");
        File.SetLastWriteTimeUtc(Path.Combine(_good.Folder, "Shared.cs"), DateTime.UtcNow.AddMinutes(1));
        _ = Load("hello/hello.csproj");
        Assert.Equal(["hello/hello.csproj", "hello/hello.csproj"], _announced);
    }

    private LoadedSystem Load(string project = "hello") => SystemBuilder.Load(
        Path.Combine(_good.Folder, "system.toml"),
        GoodSystem.Text.Replace("image = \"safety.elf\"", $"project = \"{project}\"", StringComparison.Ordinal),
        GoodSystem.Kernel,
        new ProjectBuilder(_good.Folder) { Announce = _announced.Add },
        new Findings("system.toml"));

    private byte[] Image() => File.ReadAllBytes(Path.Combine(_good.Folder, "hello", "bin", "hello.elf"));

    private void Write(string name, string text)
    {
        string path = Path.Combine(_good.Folder, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
