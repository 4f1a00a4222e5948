// Small object files and images, made from assembly text.
using System.Diagnostics;
using MicroHV.Gates.Elf;

namespace MicroHV.Image.Tests.Gates;

/// <summary>Small object files and images, made from assembly text.</summary>
internal static class Assembled
{
    /// <summary>What nasm makes of <paramref name="source"/>.</summary>
    public static ElfFile Object(string source) => In(folder => ElfFile.Read(Assemble(folder, source)));

    /// <summary>What ld makes of <paramref name="source"/> alone, with .text at 1 MiB and whatever <paramref name="options"/> say.</summary>
    public static ElfFile Image(string source, params string[] options) => In(folder =>
    {
        string image = Path.Combine(folder, "image.elf");
        Run("ld", ["-nostdlib", "-static", "--no-warn-rwx-segments", "-Ttext=0x100000", .. options, "-o", image, Assemble(folder, source)]);
        return ElfFile.Read(image);
    });

    private static T In<T>(Func<string, T> make)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("microhv-tests-");
        try
        {
            return make(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Assemble(string folder, string source)
    {
        string file = Path.Combine(folder, "source.asm");
        string result = Path.Combine(folder, "source.o");
        File.WriteAllText(file, $"bits 64\ndefault rel\nsection .note.GNU-stack noalloc noexec nowrite progbits\n{source}\n");
        Run("nasm", ["-f", "elf64", "-o", result, file]);
        return result;
    }

    private static void Run(string command, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(command, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
