// A length of time on the command line.
using System.CommandLine.Parsing;
using MicroHV.Partitions.Text;

namespace MicroHV.Image.Verbs;

/// <summary>Reads times as descriptions write them.</summary>
internal static class TimeValue
{
    /// <summary>The nanoseconds of a time that is more than 0, or an error.</summary>
    public static ulong? Parse(ArgumentResult argument)
    {
        if (Units.TryParseTime(argument.Tokens[0].Value, out ulong nanoseconds) && nanoseconds > 0)
        {
            return nanoseconds;
        }

        argument.AddError($"'{argument.Tokens[0].Value}' is no time; write for example 2s, 500ms or 100us");
        return null;
    }
}
