// Where the trace is that a person means.
using MicroHV.Image.Verbs;
using MicroHV.Machines;
using MicroHV.Partitions;

namespace MicroHV.Image.Traces;

/// <summary>A trace is named by its file, by the folder of a run that was kept, or by the folder of the system that was run.</summary>
internal static class TraceLookup
{
    private const string OutputFolder = "out";

    /// <summary>Where a run writes the trace of a system if nobody says where.</summary>
    /// <param name="systemPath">Path of the description.</param>
    public static string DefaultPath(string systemPath) =>
        Path.Combine(Path.GetDirectoryName(systemPath)!, OutputFolder, TraceFile.Name);

    /// <summary>Reads the trace that <paramref name="path"/> names.</summary>
    /// <param name="path">An existing file or folder.</param>
    /// <exception cref="InvalidDataException">There is no trace, or it is damaged; the message says what helps.</exception>
    public static Trace Read(string path)
    {
        if (SystemArgument.TryResolve(path, out string system) && Path.GetFileName(system) == SystemBuilder.FileName)
        {
            string ofSystem = DefaultPath(system);
            return File.Exists(ofSystem)
                ? TraceFile.Read(ofSystem)
                : throw new InvalidDataException($"{path} has no trace yet; 'microhv run {path} --trace' writes one");
        }

        string file = Directory.Exists(path) ? Path.Combine(path, TraceFile.Name) : path;
        if (!File.Exists(file))
        {
            throw new InvalidDataException(
                $"{path} holds no {TraceFile.Name}; 'microhv run SYSTEM --trace --keep' leaves one in the folder of the run");
        }

        return TraceFile.IsTrace(file)
            ? TraceFile.Read(file)
            : throw new InvalidDataException($"{file} is no trace; name one, the folder of a run, or a system");
    }
}
