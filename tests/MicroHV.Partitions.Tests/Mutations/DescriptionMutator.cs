// Mutates descriptions: what a tired author, a merge or a broken disk makes of them.
using System.Text;

namespace MicroHV.Partitions.Tests.Mutations;

/// <summary>Makes one to three changes to a description: letters, words, lines, values, blocks.</summary>
/// <param name="seed">The same seed makes the same changes.</param>
internal sealed class DescriptionMutator(int seed)
{
    private static readonly string[] _values =
    [
        "0", "-1", "1", "64", "0x3f8", "9223372036854775807", "18446744073709551615", "1e400", "nan", "true", "\"\"",
        "\"0\"", "\"16MiB\"", "\"4KiB\"", "\"4096GiB\"", "\"18446744073709551615\"", "\"0xffffffffffffffff\"",
        "\"17179869184GiB\"", "\"10ms\"", "\"2ms\"", "\"1ns\"", "\"0.5ns\"", "\"3600s\"", "\"1GHz\"", "\"rwx\"", "\"x\"",
        "\"wc\"", "\"safety\"", "\"general\"", "\"mailbox\"", "\"worker\"", "\"extra.toml\"", "\"system.toml\"",
        "\"/dev/zero\"", "\"/\"", "\"..\"", "\"\\u0000\"", "\"\\u001b[2J\"", "\"safety.elf\"", "[]", "{}", "[[]]", "[{}]",
        "[\"a\", 1]", "{ size = \"4KiB\" }", "\"warm-start\"", "\"reset\"", "\"log\"", "{ range = \"cmos\", reason = \"why not\" }", "1979-05-27", "'''x'''",
    ];

    private static readonly string[] _lines =
    [
        "[machine]", "[schedule]", "[[schedule]]", "[[partition]]", "[[partition.region]]", "[partition]", "[template.worker]",
        "[template]", "[expect]", "extends = \"worker\"", "include = \"extra.toml\"", "include = \"system.toml\"",
        "machine = \"extra.toml\"", "name = \"safety\"", "memory = \"1MiB\"", "image = \"safety.elf\"", "device = true",
        "shared = \"mailbox\"", "host = \"16MiB\"", "at = \"2MiB\"", "size = \"2MiB\"", "vcpus = 2", "cpus = 64",
        "period = \"5ms\"", "duration = \"1ms\"", "ports = [\"cmos\"]", "msrs = [0x10]", "cpuid.hide = [\"avx\"]",
        "user-hypercalls = true", "system = true", "absent = [\"safety\"]", "initial-schedule = \"rescue\"",
        "background = [{ partition = \"general\" }]", "demands = [{ partition = \"safety\", period = \"5ms\", duration = \"1ms\" }]",
        "[health]", "watchdog = 3", "overrun-tolerance = \"200us\"", "health = { dead-vcpu = \"warm-start\", watchdog = \"stop\" }",
        "restarts = { budget = 2, per = \"1s\", then = { action = \"switch-schedule\", schedule = \"normal\" } }",
        "memory-violation = { level = \"module\" }", "changes = [{ partition = \"safety\", action = \"cold-start\" }]",
        "memory.host = \"1MiB\"", "a.b.c = 1",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A mutated <paramref name="text"/>.</summary>
    public string Mutate(string text)
    {
        int count = _random.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            text = MutateOnce(text);
        }

        return text;
    }

    private string MutateOnce(string text)
    {
        string[] lines = text.Split('\n');
        int line = _random.Next(lines.Length);
        int at = _random.Next(text.Length + 1);
        switch (_random.Next(20))
        {
            case 0:
                return string.Join('\n', lines.Where((_, index) => index != line));
            case 1:
                return string.Join('\n', lines.Take(line).Append(lines[line]).Concat(lines.Skip(line)));
            case 2:
                (lines[line], lines[0]) = (lines[0], lines[line]);
                return string.Join('\n', lines);
            case 3:
                return string.Join('\n', lines.Take(line).Append(Pick(_lines)).Concat(lines.Skip(line)));
            case 4:
            case 5:
            case 6:
                lines[line] = ReplaceValue(lines[line]);
                return string.Join('\n', lines);
            case 7:
                return text.Insert(at, ((char)_random.Next(0x20, 0x7F)).ToString());
            case 8:
                return text.Insert(at, char.ConvertFromUtf32(_random.Next(0, 0xD800)));
            case 9:
                return text.Remove(at, Math.Min(_random.Next(1, 30), text.Length - at));
            case 10:
                return text[..at];
            default:
                return ReplaceDigit(text);
        }
    }

    private string ReplaceValue(string line)
    {
        int equals = line.LastIndexOf('=');
        int end = line.IndexOfAny([',', '}'], equals + 1);
        return equals < 0 ? line + Pick(_values) : $"{line[..equals]}= {Pick(_values)}{(end < 0 ? "" : line[end..])}";
    }

    private string ReplaceDigit(string text)
    {
        int[] digits = [.. Enumerable.Range(0, text.Length).Where(index => char.IsAsciiDigit(text[index]))];
        if (digits.Length == 0)
        {
            return text;
        }

        StringBuilder changed = new(text);
        changed[digits[_random.Next(digits.Length)]] = (char)('0' + _random.Next(10));
        return changed.ToString();
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
