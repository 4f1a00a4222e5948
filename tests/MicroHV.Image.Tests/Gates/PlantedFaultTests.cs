// The gates as the build runs them, over what the real compilers make of a planted fault.
using System.Diagnostics;

namespace MicroHV.Image.Tests.Gates;

[Trait("Category", "Slow")]
public sealed class PlantedFaultTests
{
    [Fact]
    public void Code_without_a_fault_is_built() => Assert.Equal("", Errors("sound", "private static int Run(int x) => x + 1;"));

    [Fact]
    public void A_created_object_fails_the_build() =>
        Assert.Contains(
            "entry needs the symbol 'RhpNewFast'",
            Errors("object", "private static object s_kept; private static int Run(int x) { s_kept = new object(); return x; }"),
            StringComparison.Ordinal);

    [Fact]
    public void A_created_array_fails_the_build() =>
        Assert.Contains(
            "needs the symbol 'RhpNewArrayFast'",
            Errors("array", "private static int[] s_kept; private static int Run(int x) { s_kept = new int[x]; return x; }"),
            StringComparison.Ordinal);

    [Fact]
    public void A_mutable_static_that_refers_to_an_object_fails_the_build() =>
        Assert.Contains(
            "class planted_Planted has a static field that refers to an object",
            Errors("reference", "private static object s_kept; private static int Run(int x) { s_kept = new object(); return x; }"),
            StringComparison.Ordinal);

    [Fact]
    public void A_static_constructor_that_must_run_fails_the_build() =>
        Assert.Contains(
            "class planted_Planted has a static constructor",
            Errors(
                "constructor",
                """
                [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)]
                [System.Runtime.RuntimeImport("ask")] private static extern int Ask();
                private static readonly int s_answer = Ask();
                private static int Run(int x) => x + s_answer;
                """),
            StringComparison.Ordinal);

    [Fact]
    public void Locals_of_more_than_a_page_fail_the_build() =>
        Assert.Contains(
            "needs the symbol 'RhpStackProbe'",
            Errors(
                "locals",
                """
                private struct Large { public fixed byte Bytes[5000]; }
                [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
                private static void Fill(Large* large) => large->Bytes[3] = 1;
                private static int Run(int x) { Large large = default; Fill(&large); return large.Bytes[x]; }
                """),
            StringComparison.Ordinal);

    /// <summary>Builds a project of its own with <paramref name="members"/> and returns what the build complained of.</summary>
    private static string Errors(string name, string members)
    {
        string folder = Path.Combine(Repository.Root, "out", "tests", "planted", name);
        _ = Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "planted.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><AssemblyName>planted</AssemblyName></PropertyGroup>
              <Import Project="$(MicroHVRoot)kernel/Runtime/Freestanding.props" />
              <ItemGroup><Compile Include="Planted.cs" /></ItemGroup>
              <Import Project="$(MicroHVRoot)kernel/Runtime/Freestanding.targets" />
              <Target Name="CheckAfterBuild" AfterTargets="Build" DependsOnTargets="CheckObject" />
            </Project>
            """);
        File.WriteAllText(
            Path.Combine(folder, "Planted.cs"),
            $$"""
            internal static unsafe class Planted
            {
                {{members}}
                [System.Runtime.RuntimeExport("entry")] private static int Entry(int x) => Run(x);
            }
            """);
        return Build(folder);
    }

    private static string Build(string folder)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                "msbuild", Path.Combine(folder, "planted.csproj"), "-restore", "-nologo", "-tl:off", "-v:quiet",
                "-clp:ErrorsOnly;NoSummary", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:BuildProjectReferences=false",
            ])
        {
            RedirectStandardOutput = true,
        };
        using Process build = Process.Start(start)!;
        string errors = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.Equal(errors.Length == 0, build.ExitCode == 0);
        return errors;
    }
}
